import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../../../shared/modules/people/records.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { initialsOf, signInNameOf } from './names.ts';
import { RoleFields } from './role-fields.tsx';

/** A new account with a password for its first sign-in. */
export function AddPersonSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('people');
  const navigate = useNavigate();
  const [printedName, setPrintedName] = useState('');
  const [signInName, setSignInName] = useState<string | null>(null);
  const [initials, setInitials] = useState<string | null>(null);
  const [roles, setRoles] = useState<Role[]>(['tech']);
  const [password, setPassword] = useState('');
  const [reason, setReason] = useState('');
  const name = signInName ?? signInNameOf(printedName);
  const short = initials ?? initialsOf(printedName);
  const add = useMutation(
    useApi().people.add.mutationOptions({
      onSuccess: ({ personId }) => {
        onClose();
        void navigate({ to: '/people/$personId', params: { personId } });
      },
    }),
  );
  const isReady = printedName.trim() !== '' && name !== '' && roles.length > 0 && password !== '';
  return (
    <Sheet
      title={t('admin.add.title')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      state={<RecordMark place="draft" />}
      actions={
        <Button
          look="primary"
          hint="Enter"
          isDisabled={!isReady}
          isPending={add.isPending}
          onPress={() => add.mutate({ signInName: name, printedName, initials: short, roles, password, reason })}
        >
          {t('admin.add.save')}
        </Button>
      }
    >
      <TextField
        label={t('admin.add.printedName')}
        value={printedName}
        onChange={setPrintedName}
        maxLength={120}
        isRequired
        autoFocus
      />
      <TextField label={t('admin.add.signInName')} value={name} onChange={setSignInName} maxLength={60} isRequired />
      <TextField label={t('admin.add.initials')} value={short} onChange={setInitials} maxLength={6} />
      <RoleFields value={roles} onChange={setRoles} />
      <TextField
        label={t('admin.add.first')}
        description={t('admin.add.firstHint')}
        type="password"
        value={password}
        onChange={setPassword}
        maxLength={256}
        isRequired
      />
      <TextField label={t('admin.add.reason')} value={reason} onChange={setReason} maxLength={500} />
      <MutationError mutation={add} />
    </Sheet>
  );
}
