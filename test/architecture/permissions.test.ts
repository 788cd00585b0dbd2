import { describe, expect, test } from 'vitest';
import { contract } from '../../shared/modules/contract.ts';
import { callAccess, permission, permissionsOf, seeingPermissions } from '../../shared/modules/people/permissions.ts';
import { callPaths } from '../harness/call-paths.ts';

const paths = callPaths(contract);

describe('every call of the host asks for something', () => {
  test('no call of the contract is missing in the table of permissions', () => {
    expect(paths.length).toBeGreaterThan(60);
    expect(paths.filter((path) => !Object.hasOwn(callAccess, path))).toEqual([]);
  });

  test('the table names no call that is gone', () => {
    expect(Object.keys(callAccess).filter((path) => !paths.includes(path))).toEqual([]);
  });

  test('what anyone at the bench may call is this and nothing else', () => {
    const open = paths.filter((path) => callAccess[path] === 'public').sort();
    expect(open).toEqual([
      'instruments.cards',
      'instruments.live',
      'people.live',
      'people.lock',
      'people.makeOwner',
      'people.recoverByTwo',
      'people.recoverWithKey',
      'people.signIn',
      'people.signInNames',
      'people.signOut',
      'people.state',
      'people.switchByBadge',
      'people.switchByPin',
      'people.touch',
      'scanner.live',
      'sync.sites.list',
      'sync.sites.open',
      'system.about',
      'system.health',
      'system.marks',
      'system.settings',
      'system.topics',
    ]);
  });

  test('patient-near screens need a signed-in person', () => {
    const near = paths.filter((path) => /^(messages|wire)\./.test(path));
    expect(near.length).toBeGreaterThan(8);
    expect(near.filter((path) => callAccess[path] === 'public')).toEqual([]);
  });
});

describe('roles', () => {
  test('an auditor sees everything and has no permission to change', () => {
    const own = permissionsOf(['auditor']);
    expect(own.filter((one) => !seeingPermissions.has(one))).toEqual([]);
    expect([...seeingPermissions].filter((one) => !own.includes(one))).toEqual([]);
  });

  test('every permission is given by some role and asked for by some call or signature', () => {
    const given = permissionsOf(['tech', 'senior', 'supervisor', 'service-specialist', 'administrator', 'auditor']);
    expect(permission.options.filter((one) => !given.includes(one))).toEqual([]);
    const asked = new Set(Object.values(callAccess));
    expect(permission.options.filter((one) => !asked.has(one) && !one.startsWith('sign.'))).toEqual([]);
  });

  test('an administrator alone signs nothing', () => {
    expect(permissionsOf(['administrator']).filter((one) => one.startsWith('sign.'))).toEqual([]);
  });
});
