const centralHeader = 0x02014b50;
const endOfDirectory = 0x06054b50;

/** The file names in a ZIP archive, in order, read off its central directory. */
export function zipEntries(archive: Buffer): readonly string[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || archive.readUInt32LE(end) !== endOfDirectory) {
    throw new Error('no ZIP archive');
  }
  const names: string[] = [];
  let at = archive.readUInt32LE(end + 16);
  while (archive.readUInt32LE(at) === centralHeader) {
    const nameLength = archive.readUInt16LE(at + 28);
    names.push(archive.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return names;
}
