import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type CaseKind,
  type CaseOrigin,
  caseKind,
  caseOrigin,
  linkKind,
} from '../../../../shared/modules/cases/terms.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { MomentField } from '../../../app/typed-fields.tsx';
import { useApi, useCards } from '../../../data/data-layer.tsx';
import { readTypedMoment, typedMoment } from '../../../i18n/civil-day.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';
import { SelectField } from '../../../ui/select-field.tsx';
import { asSent, CaseFields, emptyDraft, isSound } from '../parts/case-form.tsx';
import type { FormStart } from '../search.ts';

const route = getRouteApi('/open-case');

/** Stands for a case that is about no instrument. */
const none = 'none';

const kindOfOrigin: Partial<Record<CaseOrigin, CaseKind>> = {
  error: 'fault',
  recurrence: 'fault',
  'failed-check': 'failed-check',
  'missed-task': 'missed-task',
  complaint: 'complaint',
  notice: 'field-notice',
};

/** What the address says the case comes from; what it does not say, or says wrongly, is left open. */
function readStart(start: FormStart) {
  const origin = caseOrigin.safeParse(start.origin).data ?? 'hand';
  const kind = linkKind.safeParse(start.linkKind).data;
  const { linkId } = start;
  return {
    origin,
    kind: caseKind.safeParse(start.kind).data ?? kindOfOrigin[origin] ?? 'fault',
    link: kind === undefined || linkId === undefined || linkId === '' ? null : { kind, id: linkId },
  };
}

/** Opens a case: from nothing, or from an error, a failed check, a missed task, a complaint, as the address says. */
export function OpenCaseScreen() {
  const { t } = useTranslation('cases');
  const ui = useTranslation('ui');
  const api = useApi().cases;
  const navigate = useNavigate();
  const start = route.useSearch();
  const { origin, link, kind } = readStart(start);
  const [draft, setDraft] = useState({ ...emptyDraft, kind, title: start.title ?? '' });
  const [instrument, setInstrument] = useState<string | null>(start.instrumentId ?? null);
  const [happenedAt, setHappenedAt] = useState(
    start.happenedAt === undefined ? '' : typedMoment(new Date(start.happenedAt)),
  );
  const cards = useCards().data ?? [];
  const open = useMutation(
    api.open.mutationOptions({
      onSuccess: ({ caseId }) => void navigate({ to: '/case/$caseId', params: { caseId }, replace: true }),
    }),
  );
  const isMoment = happenedAt.trim() === '' || readTypedMoment(happenedAt) !== null;
  const save = () =>
    open.mutate({
      instrumentId: instrument === none ? null : instrument,
      ...asSent(draft),
      // What was told by someone is a complaint, however it was come by.
      origin: origin === 'hand' && draft.kind === 'complaint' ? 'complaint' : origin,
      happenedAt: happenedAt.trim() === '' ? null : readTypedMoment(happenedAt),
      link,
    });
  return (
    <Screen
      title={t('openSheet.title')}
      crumbs={[{ label: t('title'), to: '/cases/list' }]}
      actions={{
        state: <RecordMark place="draft" detail={ui.t('unsaved.onLeaving')} />,
        primary: {
          label: t('openSheet.save'),
          isDisabled: instrument === null || !isSound(draft) || !isMoment,
          isPending: open.isPending,
          onPress: save,
        },
      }}
    >
      {instrument !== null && instrument !== none && <AlreadyOpen instrumentId={instrument} link={link} />}
      <Card title={link === null ? t('openSheet.byHand') : t(`origin.${origin}`)}>
        <div className={styles.fields}>
          <SelectField
            label={t('instrument')}
            placeholder={t('openSheet.chooseInstrument')}
            value={instrument}
            onChange={setInstrument}
            options={[
              ...cards.map((card) => ({
                value: card.id,
                label: card.name,
                detail: `${card.model} ${card.serialNumber}`.trim(),
              })),
              { value: none, label: t('noInstrument') },
            ]}
          />
          <CaseFields draft={draft} onChange={setDraft} />
          <MomentField label={t('fields.happenedAt')} value={happenedAt} onChange={setHappenedAt} />
        </div>
        <MutationError mutation={open} />
      </Card>
    </Screen>
  );
}

interface AlreadyOpenProps {
  readonly instrumentId: string;
  readonly link: { readonly kind: string; readonly id: string } | null;
}

/** Open cases of the instrument: a second one about the same thing would split its story. */
function AlreadyOpen({ instrumentId, link }: AlreadyOpenProps) {
  const { t } = useTranslation('cases');
  const cases = useQuery(
    useApi().cases.list.queryOptions({ input: { instrumentId, show: 'open', search: '', limit: 5 } }),
  );
  const rows = cases.data ?? [];
  return (
    rows.length > 0 && (
      <Banner
        tone="info"
        title={t('openSheet.alreadyOpen', { count: rows.length })}
        action={rows.slice(0, 3).map((row) => (
          <ButtonLink key={row.id} to="/case/$caseId" params={{ caseId: row.id }}>
            {row.number}
          </ButtonLink>
        ))}
      >
        <p>{t(link === null ? 'openSheet.alreadyOpenMore' : 'openSheet.alreadyOpenLink')}</p>
      </Banner>
    )
  );
}
