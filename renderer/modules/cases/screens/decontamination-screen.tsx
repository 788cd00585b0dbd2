import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DecontaminationRow } from '../../../../shared/modules/cases/visit-contract.ts';
import { RecordSignatures } from '../../../app/record-signatures.tsx';
import { Screen } from '../../../app/screen.tsx';
import { usePrint } from '../../../app/use-print.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { TimeText } from '../../../ui/time-text.tsx';

const route = getRouteApi('/decontamination/$decontaminationId');

/** One certificate: what was cleaned and how, what it leaves open, and who signed. */
export function DecontaminationScreen() {
  const { t } = useTranslation('decontamination');
  const { decontaminationId } = route.useParams();
  const query = useQuery(
    useApi().cases.decontaminations.get.queryOptions({
      input: { decontaminationId },
      meta: { topics: ['cases', 'people'] },
    }),
  );
  return (
    <Loaded query={query} waiting={<Screen title={t('title')}>{null}</Screen>}>
      {(data) => <Certificate of={data} />}
    </Loaded>
  );
}

const toneOfAnswer = { done: 'good', 'not-applicable': 'not-set-up', 'not-done': 'attention' } as const;

function Certificate({ of }: { readonly of: DecontaminationRow }) {
  const { t } = useTranslation('decontamination');
  const say = useSay();
  const [isWithdrawing, setWithdrawing] = useState(false);
  const print = usePrint('decontamination', { decontaminationId: of.id });
  return (
    <Screen
      title={`${of.number} ${t('title')}`}
      crumbs={[{ label: of.instrumentName, to: `/instruments/${of.instrumentId}/cases` }]}
      actions={{
        state: <RecordMark place="signed" />,
        secondary:
          of.withdrawnReason === null
            ? [...print, { label: t('withdraw'), onPress: () => setWithdrawing(true) }]
            : print,
      }}
      side={
        <Card title={t('signature')}>
          <RecordSignatures hash={of.hash} topic="cases" />
        </Card>
      }
    >
      {of.withdrawnReason !== null ? (
        <Banner tone="stop" title={t('withdrawn', { reason: of.withdrawnReason })} />
      ) : of.doubts.length > 0 ? (
        <Banner tone="attention" title={t('doubtful')}>
          {of.doubts.map((code) => (
            <p key={code}>{say(code, { count: of.usedSinceCount })}</p>
          ))}
        </Banner>
      ) : (
        <Banner tone="good" title={t('stands')} />
      )}
      <Card title={t('facts')}>
        <KeyValue
          rows={[
            {
              label: t('instrument'),
              value: [of.instrumentName, of.model, of.serialNumber].filter(Boolean).join(', '),
            },
            { label: t('purpose'), value: t(`purposes.${of.purpose}`) },
            { label: t('agent'), value: of.agent },
            { label: t('contactMinutes'), value: of.contactMinutes },
            { label: t('procedure'), value: of.procedure },
            { label: t('remainingRisk'), value: of.remainingRisk || t('noRisk') },
            { label: t('at'), value: <TimeText at={of.at} look="full" /> },
            { label: t('certifiedBy'), value: of.by },
          ]}
        />
      </Card>
      <Card title={t('items')}>
        <DataTable
          caption={t('items')}
          rows={of.items}
          rowKey={({ key }) => key}
          columns={[
            { key: 'item', title: t('item'), cell: ({ key }) => say(`decontamination.${key}`) },
            {
              key: 'answer',
              title: t('answered'),
              cell: ({ answer, note }) => (
                <StateMark tone={toneOfAnswer[answer]}>
                  {[t(`answer.${answer}`), note].filter(Boolean).join(': ')}
                </StateMark>
              ),
            },
          ]}
        />
      </Card>
      {isWithdrawing && <WithdrawSheet decontaminationId={of.id} onClose={() => setWithdrawing(false)} />}
    </Screen>
  );
}

interface WithdrawSheetProps {
  readonly decontaminationId: string;
  readonly onClose: () => void;
}

function WithdrawSheet({ decontaminationId, onClose }: WithdrawSheetProps) {
  const { t } = useTranslation('decontamination');
  const [reason, setReason] = useState('');
  const withdraw = useMutation(useApi().cases.decontaminations.withdraw.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('withdraw')}
      saveLabel={t('withdrawSave')}
      canSave={reason.trim() !== ''}
      mutation={withdraw}
      onClose={onClose}
      onSave={() => withdraw.mutate({ decontaminationId, reason })}
    >
      <TextField label={t('withdrawWhy')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
    </FormSheet>
  );
}
