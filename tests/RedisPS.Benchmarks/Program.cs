using RedisPS.Benchmarks;
using RedisPS.Benchmarks.Contestants;
using RedisPS.Benchmarks.Data;
using RedisPS.Benchmarks.Report;

BenchmarkOptions options = BenchmarkOptions.Parse(args);
Tools tools = ToolsBuilder.Build(options.Root);
using BenchmarkServer server = new(options.Keys);
Console.WriteLine($"{options.Keys:N0} mixed keys, Redis {server.Version}, loopback, {Environment.ProcessorCount} cores, .NET {Environment.Version}, {options.Rounds} rounds in turn.");
Console.WriteLine();
using JobList jobs = new(server, tools, options.Keys);
foreach (Job job in jobs.All().Where(job => options.Wants(job.Title)))
{
    MarkdownTable.Write(Console.Out, job, job.Measure(options.Rounds));
}

if (options.Wants("disturbance"))
{
    Console.WriteLine("### What it costs others: PING of a second client, in milliseconds");
    Console.WriteLine();
    Console.WriteLine("| job | by | p50 | p99 | longest | pings |");
    Console.WriteLine("|---|---|---:|---:|---:|---:|");
    foreach (Disturbance disturbance in jobs.Disturbances())
    {
        disturbance.Measure(Console.Out, server.Port);
    }

    Console.WriteLine();
}

if (options.Wants("start"))
{
    Console.WriteLine("### Start");
    Console.WriteLine();
    StartUp.Measure(Console.Out, tools, server.Port, Math.Max(options.Rounds, 9));
}

return 0;
