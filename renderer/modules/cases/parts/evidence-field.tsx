import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Candidate, GivenEvidence } from '../../../../shared/modules/cases/case-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { type GivenPhoto, PhotoField } from '../../../ui/photo-field.tsx';
import styles from '../../../ui/rows.module.css';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useSayCandidate } from './say-candidate.ts';

/** A piece of evidence as it is gathered, with the line it is shown by. */
export interface ShownEvidence {
  readonly given: GivenEvidence;
  readonly label: string;
}

interface EvidenceFieldProps {
  readonly caseId: string;
  readonly pieces: readonly ShownEvidence[];
  readonly onChange: (pieces: readonly ShownEvidence[]) => void;
}

/** What shows that something is so: records of this bench, pictures, documents that can be found. A sentence alone is none. */
export function EvidenceField({ caseId, pieces, onChange }: EvidenceFieldProps) {
  const { t } = useTranslation('cases');
  const [kind, setKind] = useState<GivenEvidence['kind']>('record');
  const add = (piece: ShownEvidence) => onChange([...pieces, piece]);
  return (
    <section className={styles.fields} aria-label={t('nce.evidence.title')}>
      <h3>{t('nce.evidence.title')}</h3>
      <p className={styles.muted}>{t('nce.evidence.more')}</p>
      {pieces.length === 0 ? (
        <p>{t('nce.evidence.none')}</p>
      ) : (
        <ul className={styles.rows}>
          {pieces.map((piece) => (
            <li key={piece.label} className={styles.withAction}>
              <span className={styles.words}>{piece.label}</span>
              <Button
                look="quiet"
                aria-label={`${t('nce.evidence.remove')}: ${piece.label}`}
                onPress={() => onChange(pieces.filter((each) => each !== piece))}
              >
                {t('nce.evidence.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ChoiceField
        label={t('nce.evidence.kind')}
        value={kind}
        onChange={setKind}
        choices={(['record', 'picture', 'document'] as const).map((value) => ({
          value,
          label: t(`nce.evidence.kinds.${value}`),
        }))}
      />
      {kind === 'record' && <RecordEvidence caseId={caseId} onAdd={add} />}
      {kind === 'picture' && <PictureEvidence onAdd={add} />}
      {kind === 'document' && <DocumentEvidence onAdd={add} />}
    </section>
  );
}

interface AddEvidenceProps {
  readonly onAdd: (piece: ShownEvidence) => void;
}

function RecordEvidence({ caseId, onAdd }: AddEvidenceProps & { readonly caseId: string }) {
  const { t } = useTranslation('cases');
  const candidates = useQuery(
    useApi().cases.candidates.queryOptions({
      input: { caseId, use: 'evidence', limit: 100 },
      meta: { topics: ['cases', 'errors', 'maintenance', 'calibration', 'sop'] },
    }),
  );
  const say = useSayCandidate();
  const [hash, setHash] = useState<string | null>(null);
  const lineOf = (each: Candidate) => ({ value: each.hash, ...say(each) });
  const take = (rows: readonly Candidate[]) => {
    const chosen = rows.find((each) => each.hash === hash);
    if (chosen !== undefined) {
      const { label, detail } = say(chosen);
      onAdd({ given: { kind: 'record', hash: chosen.hash, note: '' }, label: `${label} (${detail})` });
      setHash(null);
    }
  };
  return (
    <Loaded query={candidates}>
      {(rows) =>
        rows.length === 0 ? (
          <p>{t('nce.evidence.noRecords')}</p>
        ) : (
          <OwnForm isDisabled={hash === null} onSubmit={() => take(rows)}>
            <SelectField
              label={t('nce.evidence.record')}
              placeholder={t('nce.evidence.chooseRecord')}
              value={hash}
              onChange={setHash}
              options={rows.map(lineOf)}
            />
            <div className={styles.actions}>
              <Button isDisabled={hash === null} onPress={() => take(rows)}>
                {t('nce.evidence.take')}
              </Button>
            </div>
          </OwnForm>
        )
      }
    </Loaded>
  );
}

function PictureEvidence({ onAdd }: AddEvidenceProps) {
  const { t } = useTranslation('cases');
  const [photo, setPhoto] = useState<GivenPhoto | null>(null);
  const take = () => {
    if (photo !== null) {
      onAdd({ given: { kind: 'picture', picture: photo, note: '' }, label: photo.name });
      setPhoto(null);
    }
  };
  return (
    <>
      <PhotoField
        label={t('nce.evidence.photo')}
        photo={photo === null ? null : { name: photo.name, byteCount: photo.bytes.length }}
        onChange={setPhoto}
      />
      <div className={styles.actions}>
        <Button isDisabled={photo === null} onPress={take}>
          {t('nce.evidence.take')}
        </Button>
      </div>
    </>
  );
}

function DocumentEvidence({ onAdd }: AddEvidenceProps) {
  const { t } = useTranslation('cases');
  const [title, setTitle] = useState('');
  const [reference, setReference] = useState('');
  const isReady = title.trim() !== '' && reference.trim() !== '';
  const take = () => {
    if (!isReady) {
      return;
    }
    onAdd({ given: { kind: 'document', title, reference, note: '' }, label: `${title.trim()}, ${reference.trim()}` });
    setTitle('');
    setReference('');
  };
  return (
    <OwnForm isDisabled={!isReady} onSubmit={take}>
      <TextField label={t('nce.evidence.docTitle')} value={title} onChange={setTitle} maxLength={200} />
      <TextField label={t('nce.evidence.reference')} value={reference} onChange={setReference} maxLength={200} />
      <div className={styles.actions}>
        <Button isDisabled={!isReady} onPress={take}>
          {t('nce.evidence.take')}
        </Button>
      </div>
    </OwnForm>
  );
}
