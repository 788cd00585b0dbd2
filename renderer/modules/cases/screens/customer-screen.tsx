import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import styles from '../../../ui/rows.module.css';
import { TextField } from '../../../ui/text-field.tsx';
import { CustomerSheetView } from '../parts/customer-sheet.tsx';
import { SignaturePad } from '../parts/signature-pad.tsx';
import { toPng } from '../parts/signature-png.ts';
import { isSignature, type Stroke } from '../parts/signature-strokes.ts';

const route = getRouteApi('/visits/$visitId/customer');

/** The laptop in the customer's hands: what they sign, and the place to sign. Nothing else is on this screen. */
export function CustomerScreen() {
  const { t } = useTranslation('visits');
  const api = useApi().cases.visits;
  const navigate = useNavigate();
  const { visitId } = route.useParams();
  const sheet = useQuery(api.customerSheet.queryOptions({ input: { visitId } }));
  const [printedName, setPrintedName] = useState('');
  const [functionName, setFunctionName] = useState('');
  const [manner, setManner] = useState<'drawn' | 'spoken'>('drawn');
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const [consent, setConsent] = useState<'agreed'[]>([]);
  const [remark, setRemark] = useState('');
  const [isDeclining, setDeclining] = useState(false);
  const back = () => void navigate({ to: '/visits/$visitId', params: { visitId }, replace: true });
  const sign = useMutation(api.customerSign.mutationOptions({ onSuccess: back }));
  const save = async () => {
    const seenHash = sheet.data?.seenHash;
    if (seenHash !== undefined) {
      const drawn = manner === 'drawn' ? await toPng(strokes) : null;
      sign.mutate({ visitId, printedName, functionName, manner, strokes: drawn, seenHash, remark });
    }
  };
  const isGiven = manner === 'drawn' ? isSignature(strokes) : consent.length > 0;
  return (
    <Screen
      title={t('customer.title')}
      crumbs={[{ label: t('visit'), to: `/visits/${visitId}` }]}
      actions={{
        state: <RecordMark place="draft" />,
        secondary: [{ label: t('customer.decline'), onPress: () => setDeclining(true) }],
        primary: {
          label: t('customer.save'),
          icon: 'signed',
          isDisabled: sheet.data === undefined || printedName.trim() === '' || !isGiven,
          isPending: sign.isPending,
          onPress: () => void save(),
        },
      }}
    >
      <Loaded query={sheet}>{(data) => <CustomerSheetView {...data} />}</Loaded>
      <Card title={t('customer.signHere')}>
        <div className={styles.fields}>
          <TextField
            label={t('customer.printedName')}
            value={printedName}
            onChange={setPrintedName}
            isRequired
            maxLength={120}
          />
          <TextField
            label={t('customer.functionName')}
            value={functionName}
            onChange={setFunctionName}
            maxLength={120}
          />
          <ChoiceField
            label={t('customer.how')}
            layout="row"
            value={manner}
            onChange={setManner}
            choices={[
              { value: 'drawn', label: t('customer.drawn'), detail: t('customer.drawnMore') },
              { value: 'spoken', label: t('customer.spoken'), detail: t('customer.spokenMore') },
            ]}
          />
          {manner === 'drawn' ? (
            <SignaturePad label={t('pad.label')} strokes={strokes} onChange={setStrokes} />
          ) : (
            <CheckField
              label={t('customer.spokenConfirm')}
              values={consent}
              onChange={setConsent}
              choices={[{ value: 'agreed', label: t('customer.spokenConsent') }]}
            />
          )}
          <TextField label={t('customer.remark')} value={remark} onChange={setRemark} maxLength={1000} />
        </div>
        <MutationError mutation={sign} />
      </Card>
      {isDeclining && <DeclineSheet visitId={visitId} onClose={() => setDeclining(false)} onDone={back} />}
    </Screen>
  );
}

interface DeclineSheetProps {
  readonly visitId: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Nobody signed: who was asked, and why not. */
function DeclineSheet({ visitId, onClose, onDone }: DeclineSheetProps) {
  const { t } = useTranslation('visits');
  const [printedName, setPrintedName] = useState('');
  const [reason, setReason] = useState('');
  const decline = useMutation(useApi().cases.visits.customerDecline.mutationOptions({ onSuccess: onDone }));
  return (
    <FormSheet
      title={t('customer.declineTitle')}
      saveLabel={t('customer.declineSave')}
      canSave={reason.trim() !== ''}
      mutation={decline}
      onClose={onClose}
      onSave={() => decline.mutate({ visitId, printedName, reason })}
    >
      <TextField label={t('customer.declineWho')} value={printedName} onChange={setPrintedName} maxLength={120} />
      <TextField
        label={t('customer.declineWhy')}
        value={reason}
        onChange={setReason}
        isRequired
        autoFocus
        maxLength={1000}
      />
    </FormSheet>
  );
}
