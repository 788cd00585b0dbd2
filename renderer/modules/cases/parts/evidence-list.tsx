import { useTranslation } from 'react-i18next';
import type { Evidence } from '../../../../shared/modules/cases/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { CodeText } from '../../../ui/code-text.tsx';
import { KeptPhoto } from '../../../ui/kept-photo.tsx';
import styles from '../../../ui/rows.module.css';

/** Evidence that is on the record: what it is, and where it is found. */
export function EvidenceList({ pieces }: { readonly pieces: readonly Evidence[] }) {
  const { t } = useTranslation('cases');
  if (pieces.length === 0) {
    return <p className={styles.muted}>{t('nce.evidence.noneGiven')}</p>;
  }
  return (
    <ul className={styles.plain}>
      {pieces.map((piece) => (
        <li key={keyOf(piece)}>
          <Piece piece={piece} />
          {piece.note !== '' && <div className={styles.muted}>{piece.note}</div>}
        </li>
      ))}
    </ul>
  );
}

const keyOf = (piece: Evidence): string =>
  piece.kind === 'record'
    ? piece.hash
    : piece.kind === 'picture'
      ? piece.picture.sha256
      : `${piece.title} ${piece.reference}`;

function Piece({ piece }: { readonly piece: Evidence }) {
  const { t } = useTranslation('cases');
  const say = useSay();
  const api = useApi().cases;
  switch (piece.kind) {
    case 'record':
      return (
        <>
          {t('nce.evidence.recordLine', { what: say(`records.type.${piece.type}`) })}{' '}
          <CodeText>{piece.hash.slice(0, 12)}</CodeText>
        </>
      );
    case 'picture':
      return (
        <KeptPhoto
          name={piece.picture.name}
          query={api.picture.queryOptions({ input: { sha256: piece.picture.sha256 }, meta: { topics: [] } })}
        />
      );
    case 'document':
      return <>{t('nce.evidence.documentLine', { title: piece.title, reference: piece.reference })}</>;
  }
}
