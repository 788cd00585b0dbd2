import { type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import styles from './signature-pad.module.css';
import { padHeight, padWidth, type Stroke, toPad, toPath, withPoint, withStroke } from './signature-strokes.ts';

interface SignaturePadProps {
  readonly label: string;
  readonly strokes: readonly Stroke[];
  readonly onChange: (strokes: readonly Stroke[]) => void;
}

/**
 * Where a customer signs by mouse, pen or finger. Paper-white in both themes, as it is printed. Who cannot draw types the
 * name instead: the form around it offers that as an equal way.
 */
export function SignaturePad({ label, strokes, onChange }: SignaturePadProps) {
  const { t } = useTranslation('visits');
  const pen = useRef<number | null>(null);
  // Several moves come between two renders; each goes on from what the last one left.
  const latest = useRef(strokes);
  latest.current = strokes;
  const draw = (next: readonly Stroke[]) => {
    latest.current = next;
    onChange(next);
  };
  const placeOf = (event: PointerEvent<SVGSVGElement>) =>
    toPad(event.currentTarget.getBoundingClientRect(), event.clientX, event.clientY);
  const lift = (event: PointerEvent) => {
    if (pen.current === event.pointerId) {
      pen.current = null;
    }
  };
  return (
    <div className={styles.field}>
      <span className={styles.label} aria-hidden="true">
        {label}
      </span>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${padWidth} ${padHeight}`}
        className={styles.pad}
        onPointerDown={(event) => {
          // A second finger, or the other button, is no pen.
          if (pen.current !== null || event.button !== 0) {
            return;
          }
          event.preventDefault();
          pen.current = event.pointerId;
          event.currentTarget.setPointerCapture?.(event.pointerId);
          draw(withStroke(latest.current, placeOf(event)));
        }}
        onPointerMove={(event) => {
          if (pen.current === event.pointerId) {
            draw(withPoint(latest.current, placeOf(event)));
          }
        }}
        onPointerUp={lift}
        onPointerCancel={lift}
      >
        <Baseline />
        <Strokes strokes={strokes} />
      </svg>
      <div className={styles.under}>
        <Button look="quiet" isDisabled={strokes.length === 0} onPress={() => draw(strokes.slice(0, -1))}>
          {t('pad.undo')}
        </Button>
        <Button look="quiet" isDisabled={strokes.length === 0} onPress={() => draw([])}>
          {t('pad.clear')}
        </Button>
        <span className={styles.muted}>{t('pad.more')}</span>
      </div>
    </div>
  );
}

function Baseline() {
  return <path d={`M40 ${padHeight - 40}H${padWidth - 40}`} stroke="#7b8593" strokeWidth="1" strokeDasharray="4 4" />;
}

function Strokes({ strokes }: { readonly strokes: readonly Stroke[] }) {
  return (
    <g fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round">
      {strokes.map((stroke, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: strokes are only added at the end and taken from it
        <path key={index} d={toPath(stroke)} />
      ))}
    </g>
  );
}
