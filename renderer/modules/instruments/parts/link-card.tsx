import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstrumentDetail } from '../../../../shared/modules/instruments/contract.ts';
import type { IdentifyCandidateView } from '../../../../shared/modules/instruments/identify-contract.ts';
import { TYPED_PATH } from '../../../app/port-order.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { type AddDraft, readLink, startDraft } from './add-draft.ts';
import { AddPortStep } from './add-port-step.tsx';
import { IdentifyPanel } from './identify-panel.tsx';

/** The draft that describes the link as it is set now. */
function draftOf({ definition, linkSettings: link }: InstrumentDetail): AddDraft {
  const draft = { ...startDraft(definition), kind: link.kind };
  switch (link.kind) {
    case 'serial':
      // A port that is gone is not in the list; as a typed path it stays visible.
      return link.usb === null
        ? { ...draft, portChoice: TYPED_PATH, typedPath: link.path, serial: link.serial }
        : { ...draft, portChoice: link.path, usb: link.usb, serial: link.serial };
    case 'tcp-client':
      return { ...draft, host: link.host, tcpPort: String(link.port) };
    case 'tcp-server':
      return { ...draft, listenAddress: link.address, tcpPort: String(link.port), peers: link.peers.join(', ') };
    case 'replay':
      return { ...draft, file: link.file };
    case 'folder':
      return { ...draft, folder: link.folder, includesOld: link.includesOld };
    case 'none':
      return draft;
  }
}

/** How the instrument is connected. A change re-opens the line and is a record. */
export function LinkCard({ detail }: { readonly detail: InstrumentDetail }) {
  const { t } = useTranslation('instruments');
  const [draft, setDraft] = useState(() => draftOf(detail));
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const change = useMutation(useApi().instruments.changeLink.mutationOptions({ onSuccess: () => setReason('') }));
  const read = readLink(draft);
  const save = () => {
    setIsTried(true);
    if ('link' in read) {
      change.mutate({ instrumentId: detail.id, link: read.link, reason });
    }
  };
  return (
    <Card title={t('setUp.line')}>
      <OwnForm onSubmit={save} isDisabled={change.isPending}>
        <AddPortStep
          draft={draft}
          onChange={(part) => setDraft((held) => ({ ...held, ...part }))}
          problem={isTried && 'problem' in read ? read.problem : null}
        />
        <TextField label={t('setUp.reason')} value={reason} onChange={setReason} maxLength={500} />
        <MutationError mutation={change} />
        {change.isSuccess && <RecordMark place="saved-here" detail={t('setUp.lineSaved')} />}
        <Button isPending={change.isPending} onPress={save}>
          {t('setUp.applyLine')}
        </Button>
      </OwnForm>
      <FindOut detail={detail} />
    </Card>
  );
}

/** What is on the line of this instrument? Settings that were found are taken over by one press, and recorded. */
function FindOut({ detail }: { readonly detail: InstrumentDetail }) {
  const { t } = useTranslation('findOut');
  const [isOpen, setOpen] = useState(false);
  const change = useMutation(useApi().instruments.changeLink.mutationOptions());
  const { linkSettings: link } = detail;
  if (link.kind !== 'serial' && link.kind !== 'tcp-client' && link.kind !== 'tcp-server') {
    return null;
  }
  const isOther = ({ settings }: IdentifyCandidateView) =>
    link.kind === 'serial' && settings !== null && JSON.stringify(settings) !== JSON.stringify(link.serial);
  const take = ({ settings, maker, model }: IdentifyCandidateView) => {
    if (link.kind === 'serial' && settings !== null) {
      const reason = t('reason', { model: `${maker} ${model}` });
      change.mutate({ instrumentId: detail.id, link: { ...link, serial: settings }, reason });
    }
  };
  return (
    <>
      <Button look="quiet" onPress={() => setOpen(!isOpen)} aria-expanded={isOpen}>
        {t('title')}
      </Button>
      {isOpen && (
        <IdentifyPanel link={link} instrumentId={detail.id} onUse={take} useLabel={t('useSettings')} canUse={isOther} />
      )}
      <MutationError mutation={change} />
      {change.isSuccess && <RecordMark place="saved-here" detail={t('settingsUsed')} />}
    </>
  );
}
