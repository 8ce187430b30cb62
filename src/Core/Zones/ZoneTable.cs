using System.Numerics;

namespace Engine.Core.Zones;

/// <summary>
/// States by key with a fixed number of places, shared by all workers: shards, each with its own short lock. Nothing is allocated after the
/// shard's places have been made, and these are made when it is first used.
/// </summary>
public sealed class ZoneTable<TState> where TState : struct
{
    private const int MaxShards = 64;

    /// <summary>A shard smaller than this fills up by chance.</summary>
    private const int MinShardCapacity = 256;

    private readonly Shard[] shards;

    public ZoneTable(int capacity)
    {
        var count = (int)Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, capacity / MinShardCapacity)) / 2, 1, MaxShards);
        shards = new Shard[count];
        for (var i = 0; i < count; i++)
            shards[i] = new Shard(Math.Max(1, capacity / count));
    }

    /// <summary>States in the table; each shard is counted at another moment.</summary>
    public int Count => shards.Sum(static shard => shard.Count);

    /// <summary>Enters the shard of a key; nobody else sees its states until the access is disposed, which must be soon.</summary>
    public Access Open(ZoneKey key)
    {
        var hash = key.Scramble();
        var shard = shards[(int)(hash & (ulong)(shards.Length - 1))];
        shard.Lock.Enter();
        return new Access(shard, key, (uint)(hash >> 32));
    }

    public readonly ref struct Access
    {
        private readonly Shard shard;
        private readonly ZoneKey key;
        private readonly uint hash;

        internal Access(Shard shard, ZoneKey key, uint hash)
        {
            this.shard = shard;
            this.key = key;
            this.hash = hash;
        }

        /// <summary>Every place is taken.</summary>
        public bool IsFull => shard.IsFull;

        /// <summary>The place of the key's state, which becomes the most recently used one; -1 when there is none.</summary>
        public int Find()
        {
            var place = shard.Find(key, hash);
            if (place >= 0)
                shard.Touch(place);
            return place;
        }

        /// <summary>A place for the key's state, cleared; there must be room.</summary>
        public int Add() => shard.Add(key, hash);

        public ref TState this[int place] => ref shard.StateOf(place);

        /// <summary>The place that was not used for longest, -1 when there are none.</summary>
        public int Oldest => shard.Oldest;

        public void Remove(int place) => shard.Remove(place);

        public void Dispose() => shard.Lock.Exit();
    }

    internal sealed class Shard(int capacity)
    {
        public ShardLock Lock;

        private Place[] places = [];
        private int[] buckets = [];
        private int free = -1;
        private int newest = -1;

        public int Count { get; private set; }

        public bool IsFull => Count == capacity;

        public int Oldest { get; private set; } = -1;

        public ref TState StateOf(int place) => ref places[place].State;

        public int Find(ZoneKey key, uint hash)
        {
            if (places.Length == 0)
                return -1;
            var place = buckets[hash & (uint)(buckets.Length - 1)] - 1;
            while (place >= 0 && places[place].Key != key)
                place = places[place].Next;
            return place;
        }

        public int Add(ZoneKey key, uint hash)
        {
            if (places.Length == 0)
                MakePlaces();
            var place = free;
            ref var added = ref places[place];
            free = added.Next;
            ref var bucket = ref buckets[hash & (uint)(buckets.Length - 1)];
            added = new Place { Key = key, Hash = hash, Next = bucket - 1 };
            bucket = place + 1;
            Count++;
            LinkNewest(place);
            return place;
        }

        public void Touch(int place)
        {
            if (place == newest)
                return;
            Unlink(place);
            LinkNewest(place);
        }

        public void Remove(int place)
        {
            Unlink(place);
            ref var bucket = ref buckets[places[place].Hash & (uint)(buckets.Length - 1)];
            if (bucket - 1 == place)
                bucket = places[place].Next + 1;
            else
            {
                var before = bucket - 1;
                while (places[before].Next != place)
                    before = places[before].Next;
                places[before].Next = places[place].Next;
            }

            places[place].Next = free;
            free = place;
            Count--;
        }

        private void MakePlaces()
        {
            places = new Place[capacity];
            buckets = new int[BitOperations.RoundUpToPowerOf2((uint)capacity)];
            for (var i = 0; i < capacity; i++)
                places[i].Next = i + 1 < capacity ? i + 1 : -1;
            free = 0;
        }

        private void LinkNewest(int place)
        {
            places[place].Newer = -1;
            places[place].Older = newest;
            if (newest >= 0)
                places[newest].Newer = place;
            else
                Oldest = place;
            newest = place;
        }

        private void Unlink(int place)
        {
            var (newer, older) = (places[place].Newer, places[place].Older);
            if (newer >= 0)
                places[newer].Older = older;
            else
                newest = older;
            if (older >= 0)
                places[older].Newer = newer;
            else
                Oldest = newer;
        }

        private struct Place
        {
            public ZoneKey Key;
            public uint Hash;

            /// <summary>In the bucket, or in the list of free places.</summary>
            public int Next;
            public int Newer;
            public int Older;
            public TState State;
        }
    }
}
