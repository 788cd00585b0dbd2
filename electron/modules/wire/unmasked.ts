const names = [
  ...['NUL', 'SOH', 'STX', 'ETX', 'EOT', 'ENQ', 'ACK', 'BEL', 'BS', 'HT', 'LF', 'VT', 'FF', 'CR', 'SO', 'SI'],
  ...['DLE', 'DC1', 'DC2', 'DC3', 'DC4', 'NAK', 'SYN', 'ETB', 'CAN', 'EM', 'SUB', 'ESC', 'FS', 'GS', 'RS', 'US'],
];

function nameOf(byte: number): string {
  if (byte < 0x20) return `<${names[byte]}>`;
  if (byte === 0x7f) return '<DEL>';
  return byte > 0x7f ? `<${byte.toString(16).toUpperCase()}>` : String.fromCharCode(byte);
}

/** Bytes as text, one sign a byte: control characters as `<STX>`, bytes above 127 as `<E9>`, the rest as it is. */
export function nameBytes(bytes: Uint8Array): string {
  return Array.from(bytes, nameOf).join('');
}

/**
 * The bytes of a masked line of the wire view, for a masked capture: where the mask left a control character or a byte
 * above 127 as it was, that byte; everywhere else the sign the mask shows. `original` only decides what a name stands
 * for (`<FF>` is a form feed or the byte 255). Null when the line does not have one sign for each byte.
 */
export function bytesOfMasked(text: string, original: Uint8Array): Uint8Array | null {
  const bytes = new Uint8Array(original.length);
  let at = 0;
  for (const [index, byte] of original.entries()) {
    const name = nameOf(byte);
    const isKept = name.length > 1 && text.startsWith(name, at);
    const code = isKept ? byte : text.charCodeAt(at);
    if (!(code <= 0xff)) return null;
    bytes[index] = code;
    at += isKept ? name.length : 1;
  }
  return at === text.length ? bytes : null;
}
