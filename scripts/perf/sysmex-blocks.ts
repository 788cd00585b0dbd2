/** Texts of the Sysmex fixed formats as the decoder's measurement sends them: one for each number, all of one length. */

/** The values record of an XN in its fixed-length format, behind the header of its message. */
export function sysmexFixedText(n: number): string {
  const model = 'XN-10^AP795756^11001'.padStart(25);
  const header = `DI01021.00${model}${String(n).padStart(10, '0')}2026110208150200001403${`S${n}`.padStart(22)}`;
  const values = `00${String(n % 10_000).padStart(4, '0')}047100141004200`.padEnd(195, '0');
  return `\x02${header}\r\nD2U0001950${values}\r\nDBU0000960${'0'.repeat(96)}\x03`;
}

/** A full result text of a CA-7000: the family's texts hold 255 characters at most, so twenty-one items behind the head. */
export function sysmexCaText(n: number): string {
  const head = `D1210101U261102081500001403${`S${n}`.padStart(15)}B${' '.repeat(15)}`;
  const codes = ['041', '042', '043', '044', '051', '061', '062'];
  const items = [...codes, ...codes, ...codes].map((code) => `${code}${String(n % 1_000).padStart(5)} `);
  return `\x02${head}${items.join('')}\x03`;
}
