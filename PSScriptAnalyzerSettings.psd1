@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # Pester's blocks share variables that the analyser cannot see.
        'PSUseDeclaredVarsMoreThanAssignments',
        # Start-TestServer and its like change nothing that anybody would want to be asked about.
        'PSUseShouldProcessForStateChangingFunctions',
        # The passwords of throw-away test servers are in the tests.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
    )
    Rules        = @{
        PSUseConsistentIndentation = @{ Enable = $true; IndentationSize = 4; Kind = 'space' }
        PSUseConsistentWhitespace  = @{ Enable = $true; IgnoreAssignmentOperatorInsideHashTable = $true }
        PSUseCorrectCasing         = @{ Enable = $true }
        PSPlaceOpenBrace           = @{ Enable = $true; OnSameLine = $true; IgnoreOneLineBlock = $true }
    }
}
