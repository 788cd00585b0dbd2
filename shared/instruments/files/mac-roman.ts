/**
 * Bytes 0x80 to 0xFF of Mac OS Roman, the code page of the Macintosh that stands beside a FACSCalibur. Byte 0xDB is the
 * euro sign as since Mac OS 8.5. Source: Unicode Consortium, mapping table ROMAN.TXT.
 */
const HIGH =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ';

/** Text of Mac OS Roman bytes; every byte is one character, so offsets stay what they are. */
export function macRomanToText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : HIGH.charAt(byte - 0x80);
  return text;
}

/** Bytes of a text; throws a `RangeError` at a character the code page does not have. */
export function textToMacRoman(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const high = HIGH.indexOf(text.charAt(index));
    if (code >= 0x80 && high < 0) throw new RangeError(`character at ${index} is not in Mac OS Roman`);
    bytes[index] = code < 0x80 ? code : 0x80 + high;
  }
  return bytes;
}
