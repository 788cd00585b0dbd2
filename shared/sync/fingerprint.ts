const consonants = 'bdfghjklmnprstvz';
const vowels = 'aiou';

/**
 * What people read to each other to know a key again: six words of five letters, 96 bits. Each word is 16 bits as
 * consonant, vowel, consonant, vowel, consonant (4 + 2 + 4 + 2 + 4 bits; Wilkerson's proquints): no list of words to carry, and
 * sayable in most languages.
 *
 * @param digest SHA-256 over the text of the public key (base64url)
 */
export function fingerprintWords(digest: Uint8Array): string {
  const words: string[] = [];
  for (let at = 0; at < 12; at += 2) {
    const bits = (digest[at]! << 8) | digest[at + 1]!;
    words.push(
      `${consonants[bits >> 12]}${vowels[(bits >> 10) & 3]}${consonants[(bits >> 6) & 15]}${vowels[(bits >> 4) & 3]}${consonants[bits & 15]}`,
    );
  }
  return words.join(' ');
}
