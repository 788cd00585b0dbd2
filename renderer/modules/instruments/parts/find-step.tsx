import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionSummary } from '../../../../shared/modules/instruments/contract.ts';
import type { IdentifyCandidateView } from '../../../../shared/modules/instruments/identify-contract.ts';
import { type AddDraft, readLink, startDraft } from './add-draft.ts';
import { AddPortStep } from './add-port-step.tsx';
import { IdentifyPanel } from './identify-panel.tsx';

/** Stands in for the model that is not known yet: any line will do. */
const unknownModel: DefinitionSummary = {
  key: '',
  dialectOf: null,
  formatName: '',
  version: '',
  hash: '',
  maker: '',
  model: '',
  instrumentClass: '',
  searchWords: [],
  linkKinds: ['serial', 'tcp-client', 'tcp-server'],
  serialDefaults: null,
  tcpPortDefault: null,
  defaultsAreUncertain: false,
  conversation: 'receiver',
  carries: [],
  errorBookIsEmpty: false,
  origin: 'shipped',
};

interface FindStepProps {
  /** What was found, and the port it was found on, ready to be added. */
  readonly onFound: (definitionKey: string, found: Partial<AddDraft>) => void;
}

/** The model is not known: choose the port, listen, and take what is found. */
export function FindStep({ onFound }: FindStepProps) {
  const { t } = useTranslation('findOut');
  const [draft, setDraft] = useState(() => startDraft(unknownModel));
  const read = readLink(draft);
  const take = ({ definitionKey, settings, sender }: IdentifyCandidateView) => {
    const { kind, portChoice, typedPath, usb, host, tcpPort, listenAddress, peers } = draft;
    const serialNumber = sender?.serialNumber ?? '';
    const serial = settings ?? draft.serial;
    onFound(definitionKey, {
      kind,
      portChoice,
      typedPath,
      usb,
      host,
      tcpPort,
      listenAddress,
      peers,
      serial,
      serialNumber,
    });
  };
  return (
    <>
      <AddPortStep
        draft={draft}
        onChange={(part) => setDraft((held) => ({ ...held, ...part }))}
        problem={null}
        kinds={unknownModel.linkKinds}
        isStep
      />
      {'link' in read && (
        <IdentifyPanel
          key={JSON.stringify(read.link)}
          link={read.link}
          instrumentId={null}
          onUse={take}
          useLabel={t('use')}
        />
      )}
    </>
  );
}
