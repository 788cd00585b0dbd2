const names = [
  ...['NUL', 'SOH', 'STX', 'ETX', 'EOT', 'ENQ', 'ACK', 'BEL', 'BS', 'HT', 'LF', 'VT', 'FF', 'CR', 'SO', 'SI'],
  ...['DLE', 'DC1', 'DC2', 'DC3', 'DC4', 'NAK', 'SYN', 'ETB', 'CAN', 'EM', 'SUB', 'ESC', 'FS', 'GS', 'RS', 'US'],
];
const codes = new Map([...names.map((name, code) => [name, code] as const), ['DEL', 0x7f] as const]);

/** Bytes as text, one sign a byte: control characters as `<STX>`, bytes above 127 as `<E9>`, the rest as it is. */
export function nameBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    if (byte < 0x20) return `<${names[byte]}>`;
    if (byte === 0x7f) return '<DEL>';
    return byte > 0x7f ? `<${byte.toString(16).toUpperCase()}>` : String.fromCharCode(byte);
  }).join('');
}

/**
 * The bytes behind a masked line of the wire view, for a masked capture. Null when it does not come out at `byteCount`:
 * the line held a name of a control character as plain text, and nothing is guessed.
 */
export function bytesOfNames(text: string, byteCount: number): Uint8Array | null {
  const bytes: number[] = [];
  for (const [sign, name] of text.matchAll(/<([A-Z][A-Z0-9]{1,2}|[89A-F][0-9A-F])>|[\s\S]/g)) {
    const code = name === undefined ? sign.charCodeAt(0) : (codes.get(name) ?? hexByte(name));
    if (code === undefined || code > 0xff) return null;
    bytes.push(code);
  }
  return bytes.length === byteCount ? Uint8Array.from(bytes) : null;
}

function hexByte(name: string): number | undefined {
  return /^[89A-F][0-9A-F]$/.test(name) ? Number.parseInt(name, 16) : undefined;
}
