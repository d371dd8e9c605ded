// A ZIP archive (APPNOTE 6.3) of texts, stored as they are: small, and every program opens it.

const VERSION = 20;
const UTF8_NAMES = 0x800;
const NEW_YEAR_1980 = 0x21; // the earliest date there is, so that equal content gives equal bytes

/** The bytes of an archive of {name: text}. */
export function zip(files) {
  const [bodies, directory] = [[], []];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, data] = [name, text].map((value) => new TextEncoder().encode(value));
    const about = [VERSION, UTF8_NAMES, 0, 0, NEW_YEAR_1980];
    const sizes = [crc32(data), data.length, data.length];
    const local = record([0x04034b50], about, sizes, [path.length, 0]);
    bodies.push(local, path, data);
    directory.push(record([0x02014b50], [VERSION, ...about], sizes, [path.length, 0, 0, 0, 0], [0, offset]), path);
    offset += local.length + path.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const count = Object.keys(files).length;
  const end = record([0x06054b50], [0, 0, count, count], [size, offset], [0]);
  return joined([...bodies, ...directory, end]);
}

/** Little-endian numbers: groups of four bytes and of two, in turn. */
function record(...groups) {
  const wide = (at) => at % 2 === 0;
  const length = groups.reduce((sum, group, at) => sum + group.length * (wide(at) ? 4 : 2), 0);
  const view = new DataView(new ArrayBuffer(length));
  let place = 0;
  groups.forEach((group, at) => group.forEach((number) => {
    if (wide(at)) view.setUint32(place, number, true);
    else view.setUint16(place, number, true);
    place += wide(at) ? 4 : 2;
  }));
  return new Uint8Array(view.buffer);
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}
