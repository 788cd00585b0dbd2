const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The moment of a signature as it was on the wall of whoever signed: ISO with offset -> `22 Nov 2026 14:05 +02:00`. It is
 * never turned into the reader's zone: it is part of what was signed. What can not be read is shown as it came.
 */
export function formatSigned(iso: string): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.exec(iso);
  if (parts === null) {
    return iso;
  }
  const [, year, month, day, time, zone] = parts;
  return `${Number(day)} ${months[Number(month) - 1] ?? month} ${year} ${time} ${zone === 'Z' ? '+00:00' : zone}`;
}
