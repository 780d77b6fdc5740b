// Copies one manifest resource out of an assembly without loading it, so that an image built for another
// operating system or processor can be read as well.
// usage: BlazorScript <assembly> <resource> <output>
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

using var assembly = File.OpenRead(args[0]);
using var image = new PEReader(assembly);
var metadata = image.GetMetadataReader();
var resource = metadata
    .ManifestResources.Select(metadata.GetManifestResource)
    .Single(candidate => metadata.GetString(candidate.Name) == args[1] && candidate.Implementation.IsNil);

var directory = image.PEHeaders.CorHeader!.ResourcesDirectory;
var section = image.GetSectionData(directory.RelativeVirtualAddress);
var reader = section.GetReader((int)resource.Offset, directory.Size - (int)resource.Offset);
var length = reader.ReadInt32();

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[2]))!);
File.WriteAllBytes(args[2], reader.ReadBytes(length));
