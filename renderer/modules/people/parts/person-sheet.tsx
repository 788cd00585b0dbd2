import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../../shared/modules/people/contract.ts';
import type { Role } from '../../../../shared/modules/people/records.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Button, type ButtonLook } from '../../../ui/button.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { RoleFields } from './role-fields.tsx';

export type PersonSheetKind = 'names' | 'roles' | 'activity' | 'password' | 'unlock';

interface PersonSheetProps {
  readonly kind: PersonSheetKind;
  readonly person: Person;
  readonly onClose: () => void;
}

/** What an administrator does to an account; each is a record with its reason. */
export function PersonSheet({ kind, person, onClose }: PersonSheetProps) {
  const api = useApi();
  const queries = useQueryClient();
  // The end of a lock-out changes no table, so nothing else says that the account is to be read again.
  const close = () => {
    void queries.invalidateQueries({ queryKey: api.people.key() });
    onClose();
  };
  const forms = { names: Names, roles: Roles, activity: Activity, password: Password, unlock: Unlock };
  const Form = forms[kind];
  return <Form person={person} onClose={close} />;
}

type FormProps = Omit<PersonSheetProps, 'kind'>;

function Names({ person, onClose }: FormProps) {
  const { t } = useTranslation('people');
  const [printedName, setPrintedName] = useState(person.printedName);
  const [signInName, setSignInName] = useState(person.signInName);
  const [initials, setInitials] = useState(person.initials);
  const edit = useMutation(useApi().people.edit.mutationOptions({ onSuccess: onClose }));
  const { personId } = person;
  return (
    <ReasonSheet
      title={t('admin.person.editTitle', { name: person.printedName })}
      verb={t('admin.person.save')}
      isReady={printedName.trim() !== '' && signInName.trim() !== ''}
      mutation={edit}
      onSave={(reason) => edit.mutate({ personId, printedName, signInName, initials, reason })}
      onClose={onClose}
    >
      <TextField
        label={t('admin.add.printedName')}
        value={printedName}
        onChange={setPrintedName}
        maxLength={120}
        isRequired
        autoFocus
      />
      <TextField
        label={t('admin.add.signInName')}
        value={signInName}
        onChange={setSignInName}
        maxLength={60}
        isRequired
      />
      <TextField label={t('admin.add.initials')} value={initials} onChange={setInitials} maxLength={6} />
    </ReasonSheet>
  );
}

function Roles({ person, onClose }: FormProps) {
  const { t } = useTranslation('people');
  const [roles, setRoles] = useState<Role[]>(person.roles);
  const change = useMutation(useApi().people.changeRoles.mutationOptions({ onSuccess: onClose }));
  return (
    <ReasonSheet
      title={t('admin.person.rolesTitle', { name: person.printedName })}
      verb={t('admin.person.rolesSave')}
      isReady={roles.length > 0}
      mutation={change}
      onSave={(reason) => change.mutate({ personId: person.personId, roles, reason })}
      onClose={onClose}
    >
      <RoleFields value={roles} onChange={setRoles} />
    </ReasonSheet>
  );
}

function Activity({ person, onClose }: FormProps) {
  const { t } = useTranslation('people');
  const { personId, isActive } = person;
  const change = useMutation(useApi().people.setActive.mutationOptions({ onSuccess: onClose }));
  return (
    <ReasonSheet
      title={t(isActive ? 'admin.person.off' : 'admin.person.on')}
      verb={t(isActive ? 'admin.person.off' : 'admin.person.on')}
      look={isActive ? 'stop' : 'primary'}
      mutation={change}
      onSave={(reason) => change.mutate({ personId, isActive: !isActive, reason })}
      onClose={onClose}
    >
      <p>
        <strong>{person.printedName}</strong>
      </p>
      <p>{t(isActive ? 'admin.person.offMore' : 'admin.person.onMore')}</p>
    </ReasonSheet>
  );
}

function Password({ person, onClose }: FormProps) {
  const { t } = useTranslation('people');
  const [password, setPassword] = useState('');
  const reset = useMutation(useApi().people.resetPassword.mutationOptions({ onSuccess: onClose }));
  return (
    <ReasonSheet
      title={t('admin.person.password')}
      verb={t('admin.person.password')}
      isReady={password !== ''}
      mutation={reset}
      onSave={(reason) => reset.mutate({ personId: person.personId, password, reason })}
      onClose={onClose}
    >
      <p>
        <strong>{person.printedName}</strong>
      </p>
      <p>{t('admin.person.passwordMore')}</p>
      <TextField
        label={t('admin.person.passwordOf')}
        description={t('password.rule')}
        type="password"
        value={password}
        onChange={setPassword}
        maxLength={256}
        isRequired
        autoFocus
      />
    </ReasonSheet>
  );
}

function Unlock({ person, onClose }: FormProps) {
  const { t } = useTranslation('people');
  const clear = useMutation(useApi().people.clearLockOut.mutationOptions({ onSuccess: onClose }));
  return (
    <ReasonSheet
      title={t('admin.person.unlock')}
      verb={t('admin.person.unlock')}
      mutation={clear}
      onSave={(reason) => clear.mutate({ personId: person.personId, reason })}
      onClose={onClose}
    >
      <p>
        <strong>{person.printedName}</strong>
      </p>
      <p>{t('admin.person.unlockMore')}</p>
    </ReasonSheet>
  );
}

interface ReasonSheetProps {
  readonly title: string;
  readonly verb: string;
  readonly look?: ButtonLook;
  readonly isReady?: boolean;
  readonly mutation: { readonly isPending: boolean; readonly error: Error | null };
  readonly onSave: (reason: string) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A change to an account, with its reason: nothing changes without one. */
function ReasonSheet(props: ReasonSheetProps) {
  const { t } = useTranslation('people');
  const [reason, setReason] = useState('');
  return (
    <Sheet
      title={props.title}
      isOpen
      onOpenChange={props.onClose}
      isDismissable={false}
      state={<RecordMark place="draft" />}
      actions={
        <Button
          look={props.look ?? 'primary'}
          hint="Enter"
          isDisabled={!(props.isReady ?? true) || reason.trim() === ''}
          isPending={props.mutation.isPending}
          onPress={() => props.onSave(reason)}
        >
          {props.verb}
        </Button>
      }
    >
      {props.children}
      <TextField label={t('admin.person.reason')} value={reason} onChange={setReason} maxLength={500} isRequired />
      <MutationError mutation={props.mutation} />
    </Sheet>
  );
}
