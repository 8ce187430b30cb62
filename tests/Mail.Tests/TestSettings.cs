// What a test changes in its fixture is its own.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
