namespace Engine.Http.Tests.Locations;

internal sealed class LocationChoiceTests() : ServerFixture("""
    http {
        server {
            listen {port};
            location = / { return 200 "= /"; }
            location / { return 200 "/"; }
            location /images/ {
                location /images/deep/ { return 200 "/images/deep/"; }
                location ~ \.png$ { return 200 "png in /images/"; }
                return 200 "/images/";
            }
            location ^~ /static/ { location ~ \.gif$ { return 200 "gif in /static/"; } return 200 "^~ /static/"; }
            location ~* \.(gif|jpg)$ { return 200 "~* $1"; }
            location ~ ^/named/(?<name>.*)\.txt$ { location ~ inner { return 200 "inner"; } return 200 "$name $1"; }
            location = /exact { return 200 "= /exact"; }
            location /exact { return 200 "/exact"; }
            location /Case { return 200 "/Case"; }
            location /a { location = /a/x { return 200 "= /a/x"; } return 200 "/a"; }
            location /a/b { return 200 "/a/b"; }
            location /a/bc { return 200 "/a/bc"; }
            location "/a space" { return 200 "/a space"; }
            location /%25 { return 200 "/%25"; }
            location ~ ^/captured(.*)$ { set $outer $1; if ($uri ~ "(.)$") { set $inner $1; } return 200 "$outer $inner $1"; }
            location /internal { internal; return 200 "internal $uri"; }
            location /to-internal { rewrite ^ /internal/rewritten last; }
            location /own-404 { internal; error_page 404 = /answer; }
            location = /answer { return 200 "error page of the location"; }
            location @named { return 200 "named"; }
            location /limited { limit_except GET POST { deny all; } return 200 "limited"; }
            location /limited-content { limit_except GET { deny all; } root html; }
        }
        server {
            listen {port2};
            location /only/ { return 200; }
        }
    }
    """)
{
    [TestCase("/", "= /")]
    [TestCase("/?a", "= /")]
    [TestCase("/other", "/")]
    [TestCase("/images", "/")]
    [TestCase("/images/", "/images/")]
    [TestCase("/images/a.gif", "~* gif")]
    [TestCase("/images/a.png", "png in /images/")]
    [TestCase("/images/deep/a", "/images/deep/")]
    [TestCase("/images/deep/a.png", "png in /images/")]
    [TestCase("/static/a.jpg", "^~ /static/")]
    [TestCase("/static/a.gif", "gif in /static/")]
    [TestCase("/A.JPG", "~* JPG")]
    [TestCase("/named/foo.txt", "foo foo")]
    [TestCase("/named/inner.txt", "inner")]
    [TestCase("/exact", "= /exact")]
    [TestCase("/exact/", "/exact")]
    [TestCase("/exactly", "/exact")]
    [TestCase("/case", "/")]
    [TestCase("/Case", "/Case")]
    [TestCase("/a/x", "= /a/x")]
    [TestCase("/a/xy", "/a")]
    [TestCase("/ab", "/a")]
    [TestCase("/a/bd", "/a/b")]
    [TestCase("/a/bcd", "/a/bc")]
    [TestCase("/a%20space", "/a space")]
    [TestCase("/%2525", "/%25")]
    [TestCase("//a//b", "/a/b")]
    [TestCase("/./images/../exact", "= /exact")]
    [TestCase("/a%2fb", "/a/b")]
    [TestCase("/%65xact", "= /exact")]
    [TestCase("/captured-x", "-x x x")]
    [TestCase("/@named", "/")]
    public void Uri_NormalisedAndDecoded_DecidesTheLocation(string target, string location) =>
        Assert.That(Server.Get(target).Body, Is.EqualTo(location));

    [Test]
    public void Internal_FromOutside_IsNotFound() => Assert.That(Server.Get("/internal").Status, Is.EqualTo(404));

    [Test]
    public void Internal_FromARewrite_IsServed() => Assert.That(Server.Get("/to-internal").Body, Is.EqualTo("internal /internal/rewritten"));

    [Test]
    public void Internal_FromOutside_HasTheErrorPageOfTheLocation() => Assert.That(Server.Get("/own-404").Body, Is.EqualTo("error page of the location"));

    [Test]
    public void NoLocation_FilesOfTheServerAnswer()
    {
        using var connection = Engine.Testing.RawConnection.Open(Server.Port2);

        Assert.That(connection.Get("/other").Status, Is.EqualTo(404));
        Assert.That(connection.Get("/only").Status, Is.EqualTo(404));
    }

    [TestCase("GET", 404)]
    [TestCase("HEAD", 404)]
    [TestCase("POST", 403)]
    [TestCase("FOO", 403)]
    public void LimitExcept_OtherMethods_GetTheSettingsInside(string method, int status)
    {
        using var connection = Server.Connect();

        Assert.That(connection.Request(method, "/limited-content/none").Status, Is.EqualTo(status));
    }
}
