import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../../../shared/modules/people/contract.ts';
import { useSigning } from '../../../app/signing.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { readableField, useSayValue } from '../../../i18n/readable-change.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { useSayType } from '../../../i18n/use-say-type.ts';
import { Button } from '../../../ui/button.tsx';

/** Signs the record of one entry: reviewed, approved or verified, as far as the person's roles go. */
export function SignEntry({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation('people');
  const sayType = useSayType();
  const sayValue = useSayValue();
  const { person } = useSession();
  const { sign } = useSigning();
  const save = useMutation(useApi().people.sign.mutationOptions());
  const meanings = (['reviewed', 'approved', 'verified'] as const).filter((meaning) =>
    person?.permissions.includes(`sign.${meaning}`),
  );
  if (meanings.length === 0 || !entry.isKnown) {
    return null;
  }
  const name = entry.actorName === '' ? entry.actor : entry.actorName;
  const at = formatInstant(entry.at, 'full');
  const type = sayType(entry.type);
  return (
    <Button
      look="quiet"
      icon="signed"
      onPress={() =>
        void sign({
          title: t('audit.signTitle', { type, name, at }),
          lines: [
            { label: t('audit.signAt'), value: at },
            { label: t('audit.signWho'), value: name },
            ...(entry.instrumentName === null ? [] : [{ label: t('audit.instrument'), value: entry.instrumentName }]),
            ...entry.changes.map(({ field, from, to }) => ({
              label: readableField(field),
              value: from === '' ? sayValue(to) : t('audit.signChange', { from: sayValue(from), to: sayValue(to) }),
            })),
            ...(entry.reason === '' ? [] : [{ label: t('audit.signReason'), value: entry.reason }]),
            { label: t('audit.signRecord'), value: entry.hash },
          ],
          meaning: meanings,
          act: (proof) => save.mutateAsync({ targets: [entry.hash], ...proof }),
        })
      }
    >
      {t('audit.sign')}
    </Button>
  );
}
