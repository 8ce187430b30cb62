-- wrk calls init() once before its loop, with what follows "--" on its command line: the size of a body to send, or nothing.
function init(args)
  if args[1] then
    wrk.method = "POST"
    wrk.body = string.rep("x", tonumber(args[1]))
  end
end

-- wrk calls done() once at its end: its figures on one line for the harness. No other hook, so that wrk's loop stays native.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("figures %d %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), errors.connect + errors.read + errors.write + errors.timeout, errors.status))
end
