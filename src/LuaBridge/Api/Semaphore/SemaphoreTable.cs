using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Semaphore;

/// <summary>The semaphores of a VM by the numbers that Lua knows them by.</summary>
internal sealed class SemaphoreTable(LuaVm vm)
{
    private readonly List<LuaSemaphore> all = [];
    private readonly Stack<int> free = new();

    public LuaSemaphore this[int id] => all[id];

    public int Create(int count)
    {
        if (!free.TryPop(out var id))
        {
            id = all.Count;
            all.Add(new LuaSemaphore(vm));
        }

        all[id].Reset(count);
        return id;
    }

    public void Release(int id) => free.Push(id);
}
