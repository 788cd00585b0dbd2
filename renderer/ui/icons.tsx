import type { ReactNode } from 'react';

/** Icons are drawn here, 24 units square, one stroke: nothing is loaded and nothing depends on a font. */
const shapes = {
  /** State shapes (design.md): circle good, triangle attention, octagon stop. */
  good: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="m8 12.5 2.8 2.8L16 9.5" />
    </>
  ),
  attention: <path d="M12 3.5 22 20.5H2Zm0 6.5v5m0 2.6v.1" />,
  stop: <path d="M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8Zm1 6.5 6 6m0-6-6 6" />,
  unknown: (
    <>
      <circle cx="12" cy="12" r="9" strokeDasharray="3.2 2.4" />
      <path d="M9.6 9.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2 1.8m0 2.7v.1" />
    </>
  ),
  info: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v5.5M12 7.6v.1" />
    </>
  ),
  'not-set-up': <circle cx="12" cy="12" r="8" strokeDasharray="2 3" />,
  draft: <path d="M4 20h4L19 9l-4-4L4 16Z" />,
  'saved-here': <path d="M3 5h18v11H3Zm5 15h8m-4-4v4M8.5 10.2l2.4 2.4L15.5 8.4" />,
  signed: <path d="M3 20h18M5 16c3-9 6-12 7-11s-3 9-2 10 3-4 4-4-1 4 0 4 2-2 4-2" />,
  'on-the-hub': <path d="M4 4h16v6H4Zm0 10h16v6H4Zm3.5-7h.1M7.5 17h.1m8.9-10H13m3.5 10H13" />,
  bench: <path d="M3 8h18M5 8v12M19 8v12M8 8V4h8v4M5 14h14" />,
  agenda: <path d="M4 5h16v16H4Zm0 5h16M8 2.5V7m8-4.500V7m-7.500 8.500 2.500 2.500 4.500-5" />,
  errors: <path d="M6 21V3m0 1h12l-2.5 4.5L18 13H6" />,
  cases: <path d="M3 7h18v13H3Zm6 0V4h6v3M3 12h18m-9 0v3" />,
  service: (
    <path d="M19.5 7.500a5 5 0 0 1-6.600 5.900L7 19.300a2.300 2.300 0 0 1-3.300-3.300l5.900-5.900a5 5 0 0 1 5.900-6.600l-2.700 3 .8 2.900 2.900.8Z" />
  ),
  calibration: (
    <path d="M4 12a8 8 0 1 0 16 0 8 8 0 1 0-16 0Zm5 0a3 3 0 1 0 6 0 3 3 0 1 0-6 0ZM12 1.500V7m0 10v5.500M1.500 12H7m10 0h5.500" />
  ),
  procedures: (
    <path d="M6 4h3m6 0h3v17H6V4m3-1.500h6V6H9ZM8.500 11l1.200 1.200L12 10m2.500 1.300h2M8.500 16l1.200 1.200L12 15m2.500 1.300h2" />
  ),
  records: <path d="M5 3h11l3 3v15H5Zm3 6h8m-8 4h8m-8 4h5" />,
  settings: <path d="M4 7h9m4 0h3M4 17h3m4 0h9M13 7a2 2 0 1 0 4 0 2 2 0 1 0-4 0ZM7 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0Z" />,
  search: <path d="M4.5 10.5a6 6 0 1 0 12 0 6 6 0 1 0-12 0ZM15 15l5.5 5.5" />,
  add: <path d="M12 4v16M4 12h16" />,
  close: <path d="m5 5 14 14M19 5 5 19" />,
  back: <path d="M14.5 5 8 12l6.5 7" />,
  next: <path d="M9.5 5 16 12l-6.5 7" />,
  down: <path d="m5 9.5 7 6.5 7-6.5" />,
  up: <path d="m5 15 7-6.5 7 6.5" />,
  check: <path d="m4.5 12.5 5 5 10-11" />,
  plug: <path d="M9 3v5m6-5v5M6 8h12v4a6 6 0 0 1-12 0Zm6 10v4" />,
  network: <path d="M9 3h6v5H9ZM3 16h6v5H3Zm12 0h6v5h-6ZM12 8v4M6 16v-4h12v4" />,
  ear: (
    <path d="M7 17.5c0 2 1.4 3.5 3.2 3.5 3.6 0 2.6-4.3 5-6.2A6.5 6.5 0 1 0 5 9.5m4 .5a2.6 2.6 0 1 1 4 2.2c-1 .7-1.4 1-1.4 2.3" />
  ),
  keyboard: <path d="M2.5 6h19v12h-19Zm4 4h.1m3.7 0h.1m3.7 0h.1m3.7 0h.1M7.5 14h9" />,
  person: <path d="M8 8a4 4 0 1 0 8 0 4 4 0 1 0-8 0ZM4.5 21c.6-4.5 3.6-7 7.5-7s6.900 2.500 7.500 7" />,
  lock: <path d="M5 11h14v10H5Zm3 0V8a4 4 0 0 1 8 0v3m-4 4v2" />,
  leave: <path d="M14 4H5v16h9m-4-8h11m-4-4 4 4-4 4" />,
  clock: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 6.500V12l3.500 2" />
    </>
  ),
  photo: <path d="M3 7h4l2-3h6l2 3h4v13H3Zm5.500 6a3.500 3.500 0 1 0 7 0 3.500 3.500 0 1 0-7 0Z" />,
  file: <path d="M6 3h8l4 4v14H6Zm8 0v4h4" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

interface IconProps {
  readonly name: IconName;
  /** Read aloud; without it the icon is decoration beside a word. */
  readonly label?: string;
  readonly size?: 'text' | 'large';
}

export function Icon({ name, label, size = 'text' }: IconProps) {
  const side = size === 'text' ? '1.25em' : '1.75em';
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named by aria-label where it is not decoration; a title would be a tooltip
    <svg
      viewBox="0 0 24 24"
      width={side}
      height={side}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      focusable="false"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {shapes[name]}
    </svg>
  );
}
