using System.Runtime.Versioning;

// What a test changes in its fixture is its own.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]

// Processes, signals and descriptors are those of Linux.
[assembly: SupportedOSPlatform("linux")]
