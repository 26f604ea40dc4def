BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $commands = Get-Command -Module RedisPS | ForEach-Object { @{ Name = $_.Name } }
}

Describe 'Help of <Name>' -ForEach $commands {
    BeforeAll { $help = Get-Help $Name -Full }

    It 'comes from the page' {
        $help.Synopsis | Should -Not -BeLike "*$Name*``[*"
        $help.Synopsis.Length | Should -BeGreaterThan 15
        $help.description.Text | Should -Not -BeNullOrEmpty
    }

    It 'describes every parameter' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        $described = @{}
        foreach ($parameter in $help.parameters.parameter) { $described[$parameter.name] = $parameter.description.Text }
        $shown = (Get-Command $Name).Parameters.Values | Where-Object { $_.Name -notin $common -and $_.Attributes.DontShow -notcontains $true }
        $shown | Should -Not -BeNullOrEmpty
        foreach ($parameter in $shown.Name) {
            $described[$parameter] | Should -Not -BeNullOrEmpty -Because "-$parameter is a parameter"
        }
    }

    It 'has examples' { @($help.examples.example).Count | Should -BeGreaterThan 2 }
}

Describe 'Topics' {
    It 'finds <_>' -ForEach 'about_RedisPS', 'about_RedisPS_Connections', 'about_RedisPS_Safety', 'about_RedisPS_Runner' {
        (Get-Help $_ | Out-String).Length | Should -BeGreaterThan 1000
    }
}
