import { say, sayKey } from '../say.ts';
import type { BinderScope, BinderSection } from './binder-scope.ts';

/** Who may act and sign, by printed name and role; nothing that could be tried against an account. */
export async function peopleSection({ context }: BinderScope): Promise<BinderSection> {
  const people = await context.calls.people.list({ withInactive: true });
  return {
    citation: '21 CFR 11.10(d), 11.100',
    title: say('binder.people'),
    blocks: [
      {
        kind: 'table',
        caption: say('binder.people'),
        columns: [
          { title: say('binder.column.person'), kind: 'text', weight: 4 },
          { title: say('binder.column.roles'), kind: 'text', weight: 5 },
          { title: say('binder.column.state'), kind: 'text', weight: 2 },
          { title: say('binder.column.certified'), kind: 'text', weight: 3 },
        ],
        rows: people.map((person) => [
          person.printedName,
          person.roles.map((role) => sayKey(`people.role.${role}`)).join(', '),
          say(person.isActive ? 'binder.active' : 'binder.inactive'),
          say(person.hasCertified ? 'binder.yes' : 'binder.no'),
        ]),
        none: say('binder.no-people'),
      },
    ],
  };
}
