namespace RedisPS.Runner.Hosting;

/// <summary>What the program says about itself.</summary>
internal static class Usage
{
    internal const string Short = """
        redisps runs the RedisPS commands without PowerShell.

          redisps "Connect-Redis; Get-RedisKey 'cache:*' | Remove-RedisKey -WhatIf"
          redisps Get-RedisInfo -Section memory
          redisps help Get-RedisKey

        redisps --help tells more.

        """;

    internal const string Full = """
        redisps runs the RedisPS commands without PowerShell.

        USAGE
          redisps                                   open the menu, in a terminal
          redisps [options] "<pipelines>"           run a text: commands, |, ; and variables
          redisps [options] <command> <words...>    run one command; every word is one argument as it stands
          redisps [options] -f <file>               run a script; - is the standard input
          redisps help <command or topic>           show a page of help

        OPTIONS
          --output table|list|json|jsonl|csv        how objects are written; without it, as their views say
          --echo                                    show each pipeline before it runs
          --version                                 the version
          --help                                    this text

        EXIT CODES
          0 done   1 an error was written   2 the text could not be read   3 no connection   130 interrupted

        EXAMPLES
          redisps "Connect-Redis; Get-RedisKey 'cache:*' | Remove-RedisKey -WhatIf"
          redisps "Get-RedisKey | Group-Object Type"
          redisps --output jsonl Get-RedisKey 'session:*'
          redisps -f nightly.redisps

        Get-Command lists the commands. about_RedisPS_Runner tells what the language has and what needs PowerShell.

        """;
}
