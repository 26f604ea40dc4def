@{
    RootModule           = 'RedisPS.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6a1d1c53-0a5e-4f0e-9a55-5b7f3c1d9f21'
    Author               = 'RedisPS'
    CompanyName          = 'RedisPS'
    Copyright            = '(c) RedisPS contributors'
    Description          = 'Administer Redis and Valkey from PowerShell: typed objects, safe on millions of keys, fast as the wire.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('Access.format.ps1xml', 'Backup.format.ps1xml', 'Configuration.format.ps1xml', 'Connections.format.ps1xml', 'Databases.format.ps1xml', 'DesiredState.format.ps1xml', 'Installation.format.ps1xml', 'Keyspace.format.ps1xml', 'Memory.format.ps1xml', 'Persistence.format.ps1xml', 'RecycleBin.format.ps1xml', 'Scheduling.format.ps1xml', 'Server.format.ps1xml', 'Service.format.ps1xml', 'Transfer.format.ps1xml', 'Values.format.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    CmdletsToExport      = @(
        'Backup-Redis',
        'Clear-RedisAclLog',
        'Clear-RedisDatabase',
        'Clear-RedisRecycleBin',
        'Compare-RedisConfig',
        'Confirm-RedisChange',
        'Connect-Redis',
        'Copy-RedisKey',
        'Disable-RedisService',
        'Disconnect-Redis',
        'Enable-RedisService',
        'Export-RedisConfig',
        'Export-RedisDesiredState',
        'Export-RedisKey',
        'Find-RedisKey',
        'Get-RedisAclCategory',
        'Get-RedisAclLog',
        'Get-RedisAclUser',
        'Get-RedisBackup',
        'Get-RedisBackupContent',
        'Get-RedisCapability',
        'Get-RedisConfig',
        'Get-RedisConnection',
        'Get-RedisDatabase',
        'Get-RedisEvictionPolicy',
        'Get-RedisInfo',
        'Get-RedisInstallation',
        'Get-RedisKey',
        'Get-RedisMaxMemory',
        'Get-RedisMemoryStat',
        'Get-RedisPendingChange',
        'Get-RedisPersistence',
        'Get-RedisRecycleBin',
        'Get-RedisRequiredPermission',
        'Get-RedisServer',
        'Get-RedisService',
        'Get-RedisTask',
        'Get-RedisTtl',
        'Get-RedisValue',
        'Import-RedisKey',
        'Install-Redis',
        'Invoke-RedisCommand',
        'Invoke-RedisSave',
        'New-RedisAclUser',
        'New-RedisConfigFile',
        'New-RedisPassword',
        'Optimize-RedisMemory',
        'Register-RedisTask',
        'Remove-RedisAclUser',
        'Remove-RedisBackup',
        'Remove-RedisKey',
        'Rename-RedisKey',
        'Restart-RedisService',
        'Restore-Redis',
        'Restore-RedisKey',
        'Save-RedisAcl',
        'Save-RedisConfig',
        'Select-RedisConnection',
        'Select-RedisDatabase',
        'Set-RedisAclUser',
        'Set-RedisConfig',
        'Set-RedisDesiredState',
        'Set-RedisEvictionPolicy',
        'Set-RedisMaxMemory',
        'Set-RedisPassword',
        'Set-RedisPersistence',
        'Set-RedisTtl',
        'Start-RedisSandbox',
        'Start-RedisService',
        'Stop-RedisSandbox',
        'Stop-RedisService',
        'Switch-RedisDatabase',
        'Test-RedisAclPermission',
        'Test-RedisBackup',
        'Test-RedisConnection',
        'Test-RedisDesiredState',
        'Test-RedisKey',
        'Unregister-RedisTask'
    )
    PrivateData          = @{
        PSData = @{
            Tags       = @('Redis', 'Valkey', 'Database', 'Cache', 'Administration')
            ProjectUri = ''
        }
    }
}
