using System.Text;
using RedisPS.Client;
using RedisPS.Core.Transfer;
using Xunit;

namespace RedisPS.Core.Tests.Transfer;

public sealed class JsonLinesReaderTests
{
    // DUMP of "value" with the footer of version 10; nobody reads its checksum here.
    private static readonly byte[] s_value = [0, 5, (byte)'v', (byte)'a', (byte)'l', (byte)'u', (byte)'e', 10, 0, 1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    public void People_can_read_what_is_written()
    {
        string[] lines = Encoding.UTF8.GetString(Sample()).Split('\n');
        Assert.StartsWith("""{"redisps":"export/1","kind":"export","server":"here:1",""", lines[0], StringComparison.Ordinal);
        Assert.Equal("""{"key":"one <é>","db":0,"type":"string","value":"value"}""", lines[1]);
        Assert.Equal("""{"key":{"base64":"/wA="},"db":7,"expiresAt":4000000000123,"type":"string","value":"value"}""", lines[2]);
        Assert.StartsWith("""{"redisps":"end","keys":2,"crc64":""", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Wherever_it_is_cut_it_is_found()
    {
        byte[] whole = Sample();

        // Without its last line feed it is still whole.
        for (int length = 0; length < whole.Length - 1; length++) { _ = Assert.Throws<TransferException>(() => ReadAll(whole[..length])); }
    }

    [Fact]
    public void Any_bit_that_flips_is_found()
    {
        byte[] whole = Sample();
        for (int bit = 0; bit < (whole.Length - 1) * 8; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            try { ReadAll(flipped); }
            catch (TransferException) { continue; }

            // The last line vouches for the others; of itself only the spelling of a name may change and mean the same.
            Assert.Fail($"bit {bit} at '{Encoding.UTF8.GetString(flipped.AsSpan(Math.Max(0, (bit / 8) - 10), 20))}' was not found");
        }
    }

    [Theory]
    [InlineData("""{"key":"a"}""", "has no type")]
    [InlineData("""{"key":"a","type":"string"}""", "has no value")]
    [InlineData("""{"key":"a","type":"list","value":[]}""", "is empty")]
    [InlineData("""{"key":"a","type":"list","value":[[1]]}""", "in the place of a text")]
    [InlineData("""{"key":"a","type":"zset","value":[["m"]]}""", "in the place of a pair")]
    [InlineData("""{"key":"a","type":"zset","value":[["m","nan"]]}""", "in the place of a score")]
    [InlineData("""{"key":"a","type":"string","value":{"base64":"!"}}""", "base64 that is not valid")]
    [InlineData("""{"key":"a","type":"string","value":"\ud800"}""", "text that is not valid")]
    [InlineData("""{"key":"a","type":"hash","value":{"f":"v"},"fieldExpiresAt":[["g",1]]}""", "a field that is not there")]
    [InlineData("""{"key":"a","type":"stream","value":{"entries":[["1-1","f"]]}}""", "in the place of an entry")]
    [InlineData("""{"key":"a","type":"stream","value":{"entries":[["1","f","v"]]}}""", "in the place of an entry's id")]
    [InlineData("""{"key":"a","type":"TSDB-TYPE","value":"x"}""", "whose values cannot be written out")]
    [InlineData("""{"key":"a","db":-1,"type":"string","value":"x"}""", "impossible database")]
    [InlineData("""{"key":"a","type":"string","value":"x"}}""", "no valid JSON")]
    [InlineData("""{"key":[[[[[[[[[[[[]]]]]]]]]]]]}""", "no valid JSON")]
    [InlineData("""[]""", "has no key")]
    public void A_line_that_is_wrong_is_named(string line, string problem)
    {
        TransferException error = Assert.Throws<TransferException>(() => ReadAll(Encoding.UTF8.GetBytes($$"""{"key":"first","type":"string","value":"x"}{{"\n\n"}}{{line}}{{"\n"}}""")));
        Assert.Contains("record 2 (line 3)", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_made_by_hand_needs_no_one_to_vouch_for_it()
    {
        using JsonLinesReader reader = Open("""{"key":"a","type":"hash","value":{"n":1,"yes":true}}"""u8.ToArray());
        Assert.True(reader.Read());
        Assert.Equal(["1", "true"], reader.Current.Content!.Fields.Select(field => Encoding.UTF8.GetString(field.Value)));
        Assert.False(reader.Read());
        Assert.False(reader.Read());
    }

    [Fact]
    public void Long_bytes_come_in_pieces_and_are_whole_again()
    {
        byte[] bytes = new byte[50 << 20];
        new Random(1).NextBytes(bytes);
        using MemoryStream stream = new();
        using (System.Text.Json.Utf8JsonWriter json = new(stream, new System.Text.Json.JsonWriterOptions { SkipValidation = true })) { KeyContentJson.Bytes(json, bytes); }
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(stream.ToArray());
        Assert.Equal(3, document.RootElement.GetProperty("base64").GetArrayLength());
        Assert.True(bytes.AsSpan().SequenceEqual(KeyContentParser.Bytes(document.RootElement)));
    }

    private static byte[] Sample()
    {
        using MemoryStream stream = new();
        using JsonLinesWriter writer = new(stream, new KeyFileHeader { Server = "here:1" });
        writer.Add(0, "one <é>", null, s_value);
        writer.Add(7, new RedisKey([0xff, 0]), 4_000_000_000_123, s_value);
        writer.End();
        return stream.ToArray();
    }

    private static JsonLinesReader Open(byte[] bytes) => new(new MemoryStream(bytes), "file");

    private static void ReadAll(byte[] bytes)
    {
        using JsonLinesReader reader = Open(bytes);
        while (reader.Read())
        {
        }
    }
}
