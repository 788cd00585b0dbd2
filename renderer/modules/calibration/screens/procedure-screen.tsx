import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProcedureRow } from '../../../../shared/modules/calibration/verification-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useIsSigned } from '../../../app/use-is-signed.ts';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { draftOfTerms, termsOfDraft } from '../parts/terms-draft.ts';
import { TermsFacts } from '../parts/terms-facts.tsx';
import { TermsForm } from '../parts/terms-form.tsx';

const route = getRouteApi('/calibration-procedures/$definitionKey');

/** How one model is calibrated and verified; the lab confirms it from the maker's manual and signs. */
export function CalibrationProcedureScreen() {
  const { t } = useTranslation('calibration');
  const { definitionKey } = route.useParams();
  const [isChanging, setChanging] = useState(false);
  const { may } = useSession();
  const procedure = useQuery(useApi().calibration.procedures.get.queryOptions({ input: { definitionKey } }));
  const isSigned = useIsSigned(procedure.data?.hash ?? null, 'calibration');
  const crumbs = [{ label: t('places.procedures'), to: '/calibration/procedures' }];
  return (
    <Loaded query={procedure} waiting={<Screen title={t('places.procedures')}>{null}</Screen>}>
      {(row) =>
        isChanging ? (
          <ChangeProcedure key={row.hash} row={row} onDone={() => setChanging(false)} />
        ) : (
          <Screen
            title={row.model}
            crumbs={crumbs}
            actions={{
              state: <RecordMark place={!row.isConfirmed ? 'draft' : isSigned ? 'signed' : 'saved-here'} />,
              ...(may('maintenance.plan')
                ? {
                    primary: {
                      label: row.isConfirmed ? t('procedures.change') : t('procedures.confirm'),
                      onPress: () => setChanging(true),
                    },
                  }
                : {}),
            }}
          >
            <Banner
              tone={!row.isConfirmed ? 'unknown' : row.blanks.length > 0 ? 'attention' : 'good'}
              title={row.isConfirmed ? t('procedures.confirmed') : t('start.notConfirmed')}
            >
              {!row.isConfirmed && <p>{t('start.notConfirmedMore')}</p>}
              {row.blanks.length > 0 && <p>{t('procedures.blanks', { count: row.blanks.length })}</p>}
              {row.isConfirmed && <p>{t('procedures.version', { count: row.versionCount, by: row.confirmedBy })}</p>}
            </Banner>
            <TermsFacts terms={row.terms} />
          </Screen>
        )
      }
    </Loaded>
  );
}

function ChangeProcedure({ row, onDone }: { readonly row: ProcedureRow; readonly onDone: () => void }) {
  const { t } = useTranslation('calibration');
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(true);
  const [draft, setDraft] = useState(() => draftOfTerms(row.terms));
  const [reason, setReason] = useState('');
  const set = useMutation(useApi().calibration.procedures.set.mutationOptions());
  const terms = termsOfDraft(draft);
  const save = async () => {
    if (terms === null) return;
    const done = await signedAct({
      needsSignature: true,
      title: t('procedures.signTitle', { model: row.model }),
      lines: [
        { label: t('terms.titleField'), value: terms.title },
        { label: t('terms.source'), value: terms.source === '' ? t('terms.noSource') : terms.source },
        { label: t('terms.parameters'), value: terms.parameters.map(({ label }) => label).join(', ') || t('none') },
        { label: t('terms.preconditions'), value: String(terms.preconditions.length) },
        { label: t('reason.label'), value: reason.trim() },
      ],
      meaning: 'approved',
      act: (signing) =>
        set.mutateAsync({ definitionKey: row.definitionKey, terms, reason: reason.trim(), hash: row.hash, signing }),
    });
    if (done !== null) onDone();
  };
  return (
    <Screen
      title={row.model}
      crumbs={[{ label: t('places.procedures'), to: '/calibration/procedures' }]}
      actions={{
        state: <RecordMark place="draft" />,
        secondary: [{ label: t('back'), look: 'quiet', onPress: onDone }],
        primary: {
          label: isSigned ? t('procedures.sign') : t('procedures.save'),
          isDisabled: terms === null || reason.trim() === '',
          isPending: set.isPending,
          onPress: () => void save().catch(() => undefined),
        },
      }}
    >
      <Banner tone="info" title={t('procedures.fillTitle')}>
        <p>{t('procedures.fillMore')}</p>
      </Banner>
      <Card title={t('reason.label')}>
        <TextField
          label={t('reason.label')}
          description={t('terms.reasonMore')}
          value={reason}
          onChange={setReason}
          isRequired
          maxLength={500}
        />
        {!isSigned && <MutationError mutation={set} />}
      </Card>
      <TermsForm draft={draft} onChange={setDraft} />
    </Screen>
  );
}
