-- Built in.
return { version = require("engine.resty.core").version }
