namespace Engine.LuaBridge.Api;

/// <summary>All families of the Lua API, in the order in which their Lua code is run: a family may use what earlier ones made.</summary>
internal static class LuaApis
{
    public static readonly LuaApi[] All = Numbered(
        Collector.CollectorApi.Api,
        Scheduler.SchedulerApi.Api,
        Coroutine.CoroutineApi.Api,
        Thread.ThreadApi.Api,
        Constants.ConstantsApi.Api,
        Ctx.CtxApi.Api,
        Time.TimeApi.Api,
        Sleep.SleepApi.Api,
        Timer.TimerApi.Api,
        Semaphore.SemaphoreApi.Api,
        WorkerThread.WorkerThreadApi.Api,
        Pipe.PipeApi.Api,
        Process.ProcessApi.Api,
        Uri.UriApi.Api,
        Base64.Base64Api.Api,
        Hash.HashApi.Api,
        Sql.SqlApi.Api,
        Ndk.NdkApi.Api,
        Worker.WorkerApi.Api,
        SharedDict.SharedDictApi.Api,
        Re.ReApi.Api,
        Socket.SocketApi.Api,
        SocketTls.SocketTlsApi.Api,
        UdpSocket.UdpSocketApi.Api,
        Config.ConfigApi.Api,
        Errlog.ErrlogApi.Api,
        Output.OutputApi.Api,
        Exit.ExitApi.Api,
        Status.StatusApi.Api,
        Header.HeaderApi.Api,
        Var.VarApi.Api,
        Req.ReqApi.Api,
        Req.ReqBodyApi.Api,
        ReqSocket.ReqSocketApi.Api,
        Abort.AbortApi.Api,
        Capture.CaptureApi.Api,
        Arg.ArgApi.Api,
        OpenSslSymbols.OpenSslSymbolsApi.Api,
        Globals.GlobalsApi.Api,
        CoreModules.CoreModulesApi.Api);

    private static LuaApi[] Numbered(params LuaApi[] apis)
    {
        for (var i = 0; i < apis.Length; i++)
            apis[i].Index = i;
        return apis;
    }
}
