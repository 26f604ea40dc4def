using System.Collections;
using System.Management.Automation;
using System.Text;
using RedisPS.Runner.Binding;
using RedisPS.Runner.Language;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Engine;

/// <summary>Runs a script that was read.</summary>
/// <param name="session">What lasts from pipeline to pipeline.</param>
/// <param name="echo">Told of each pipeline before it runs.</param>
internal sealed class Interpreter(Session session, Action<string>? echo = null)
{
    /// <summary>Refuses a script that names a command nobody knows, before anything of it runs.</summary>
    internal static void Check(Script script)
    {
        foreach (Pipeline pipeline in script.Pipelines)
        {
            Check(script.Source, pipeline);
        }
    }

    /// <summary>Runs pipeline after pipeline. An error that ends one lets the next begin, unless it came with Stop.</summary>
    internal void Run(Script script)
    {
        foreach (Pipeline pipeline in script.Pipelines)
        {
            if (session.IsStopped)
            {
                throw new PipelineStoppedException();
            }

            echo?.Invoke(script.Source.Text[pipeline.Offset..pipeline.End].TrimEnd());
            try
            {
                RunPipeline(script.Source, pipeline);
            }
            catch (ActionPreferenceStopException e)
            {
                session.Report(e.ErrorRecord);
                return;
            }
            catch (RuntimeException e) when (e is not PipelineStoppedException)
            {
                session.Report(e.ErrorRecord);
                if (session.Preference("ErrorActionPreference", ActionPreference.Continue) == ActionPreference.Stop)
                {
                    return;
                }
            }
        }
    }

    private void RunPipeline(SourceText source, Pipeline pipeline)
    {
        if (pipeline.Variable is null)
        {
            RunInto(source, pipeline, session.Output);
            return;
        }

        // A value keeps its form, so that @(1) stays an array; a pipeline's objects are one or many.
        if (pipeline.Elements is [{ Value: { } value }])
        {
            session.State.PSVariable.Set(pipeline.Variable, Evaluate(source, value));
            return;
        }

        CollectingSink sink = new();
        RunInto(source, pipeline, sink);
        session.State.PSVariable.Set(pipeline.Variable, sink.ToVariable());
    }

    private void RunInto(SourceText source, Pipeline pipeline, IObjectSink output)
    {
        PipelineRun run = new(session, output);
        List<object?>? input = null;
        foreach (PipelineElement element in pipeline.Elements)
        {
            if (element.Value is not null)
            {
                input = Enumerate(Evaluate(source, element.Value), element.Value);
                continue;
            }

            run.Add(MakeCommand(run, source, element));
        }

        run.Run(input);
    }

    private CommandRun MakeCommand(PipelineRun run, SourceText source, PipelineElement element)
    {
        if (!CommandTable.TryFind(element.CommandName!, out Type? type))
        {
            throw Unknown(source, element);
        }

        List<BoundArgument> arguments = [];
        foreach (CommandArgument argument in element.Arguments)
        {
            object? value = argument.Value is null ? null : Evaluate(source, argument.Value);
            arguments.Add(new BoundArgument(argument.ParameterName, argument.Value is not null, value));
        }

        (int line, int column) = source.Position(element.Offset);
        return new CommandRun(run, CommandMetadata.For(type), arguments, source.LineAt(element.Offset), line, column);
    }

    private static List<object?> Enumerate(object? value, Expression written)
    {
        // A variable that holds nothing still sends one null, a property of nothing too: PowerShell does the same.
        if (LanguagePrimitives.GetEnumerable(value) is not { } items)
        {
            return value is null && written is ArrayExpression ? [] : [value];
        }

        List<object?> list = [];
        foreach (object? item in items)
        {
            list.Add(item);
        }

        return list;
    }

    private object? Evaluate(SourceText source, Expression expression)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return constant.Value;
            case TextExpression text:
                StringBuilder joined = new();
                foreach (Expression part in text.Parts)
                {
                    joined.Append(TextConverter.ToText(Evaluate(source, part)));
                }

                return joined.ToString();
            case VariableExpression { IsEnvironment: true } environment:
                return Environment.GetEnvironmentVariable(environment.Name);
            case VariableExpression variable:
                return session.State.PSVariable.GetValue(variable.Name);
            case PropertyExpression property:
                return GetProperty(Evaluate(source, property.Target), property.Name);
            case ListExpression list:
                object?[] items = new object?[list.Items.Count];
                for (int i = 0; i < items.Length; i++)
                {
                    items[i] = Evaluate(source, list.Items[i]);
                }

                return items;
            case TableExpression table:
                Hashtable entries = new(StringComparer.OrdinalIgnoreCase);
                foreach ((string name, Expression value) in table.Entries)
                {
                    entries[name] = Evaluate(source, value);
                }

                return entries;
            case ArrayExpression array:
                CollectingSink sink = new();
                foreach (Pipeline pipeline in array.Pipelines)
                {
                    RunInto(source, pipeline, sink);
                }

                return sink.Items.ToArray();
            default:
                throw new InvalidOperationException(expression.GetType().Name);
        }
    }

    // A property of many is the property of each; Count and Length of one thing are one.
    private static object? GetProperty(object? target, string name)
    {
        if (PropertyAccess.TryGet(target, name, out object? value))
        {
            return value;
        }

        if (LanguagePrimitives.GetEnumerable(target) is { } items)
        {
            CollectingSink found = new();
            foreach (object? item in items)
            {
                if (PropertyAccess.TryGet(item, name, out object? one))
                {
                    found.Receive(one);
                }
            }

            return found.ToVariable();
        }

        bool isCount = string.Equals(name, "Count", StringComparison.OrdinalIgnoreCase) || string.Equals(name, "Length", StringComparison.OrdinalIgnoreCase);
        return isCount ? target is null ? 0 : 1 : null;
    }

    private static void Check(SourceText source, Pipeline pipeline)
    {
        foreach (PipelineElement element in pipeline.Elements)
        {
            if (element.CommandName is not null && !CommandTable.TryFind(element.CommandName, out _))
            {
                throw Unknown(source, element);
            }

            Check(source, element.Value);
            foreach (CommandArgument argument in element.Arguments)
            {
                Check(source, argument.Value);
            }
        }
    }

    private static void Check(SourceText source, Expression? expression)
    {
        switch (expression)
        {
            case ArrayExpression array:
                foreach (Pipeline pipeline in array.Pipelines)
                {
                    Check(source, pipeline);
                }

                break;
            case ListExpression list:
                foreach (Expression item in list.Items)
                {
                    Check(source, item);
                }

                break;
            case TableExpression table:
                foreach ((string _, Expression value) in table.Entries)
                {
                    Check(source, value);
                }

                break;
            case PropertyExpression property:
                Check(source, property.Target);
                break;
            case TextExpression text:
                foreach (Expression part in text.Parts)
                {
                    Check(source, part);
                }

                break;
        }
    }

    private static ScriptException Unknown(SourceText source, PipelineElement element) =>
        element.CommandName!.Contains("Redis", StringComparison.OrdinalIgnoreCase)
            ? new ScriptException(source, element.Offset, $"there is no command '{element.CommandName}'; Get-Command lists those there are")
            : ScriptException.NeedsPowerShell(source, element.Offset, $"the command '{element.CommandName}'");
}
