import type { TextDecode } from '../../shared/instruments/protocols/charset.ts';

const decoders = new Map<string, TextDecode | undefined>();

/**
 * The platform's decoder of a code page beyond those `charset.ts` reads itself (`gbk`, `big5`, `koi8-r`, `shift_jis`), by
 * the names of the Encoding standard; undefined for a name it does not know. The decoder throws at bytes that do not fit.
 */
export function findDecoder(charset: string): TextDecode | undefined {
  if (!decoders.has(charset)) decoders.set(charset, makeDecoder(charset));
  return decoders.get(charset);
}

function makeDecoder(charset: string): TextDecode | undefined {
  try {
    const decoder = new TextDecoder(charset, { fatal: true, ignoreBOM: true });
    return (bytes) => decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
