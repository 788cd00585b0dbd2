import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentTypeOf, isPageAddress, pageFile } from '../../../electron/shell/page-address.ts';

const root = path.resolve('/srv/page');

describe('pageFile', () => {
  it('finds files below the root', () => {
    expect(pageFile(root, 'app://benchside/index.html')).toBe(path.join(root, 'index.html'));
    expect(pageFile(root, 'app://benchside/')).toBe(path.join(root, 'index.html'));
    expect(pageFile(root, 'app://benchside/assets/a-1.js?x=1#y')).toBe(path.join(root, 'assets/a-1.js'));
  });

  it.each([
    'app://benchside/..%2f..%2fetc/passwd.html',
    'app://benchside/%2e%2e%2f%2e%2e%2fsecret.html',
    'app://benchside/..%5c..%5csecret.html',
    'app://benchside/a%00.html',
    'app://benchside/%E0%A4%A.html',
    'app://benchside/assets',
    'app://benchside/main.map',
    'app://other/index.html',
    'app://benchside.evil/index.html',
    'app://user@benchside/index.html',
    'app://benchside:80/index.html',
    'file:///srv/page/index.html',
    'https://benchside/index.html',
    'not an address',
  ])('serves nothing for %s', (address) => {
    expect(pageFile(root, address)).toBeNull();
  });

  it('never leaves the root, whatever the path', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2f',
      '%5c',
      '/',
      '\\',
      'a',
      'index.html',
      '%00',
      '//',
      'C:',
      '~',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const file = pageFile(root, `app://benchside/${pieces.join('')}`);
        if (file !== null) expect(file.startsWith(root + path.sep)).toBe(true);
      }),
    );
  });
});

describe('isPageAddress', () => {
  it('holds scheme and host apart', () => {
    expect(isPageAddress('app://benchside/index.html#/bench')).toBe(true);
    expect(isPageAddress('app://benchside')).toBe(true);
    expect(isPageAddress('app:benchside')).toBe(false);
    expect(isPageAddress('devtools://devtools/bundled/x.html')).toBe(false);
    expect(isPageAddress('')).toBe(false);
  });
});

describe('contentTypeOf', () => {
  it('knows what a page is made of and nothing else', () => {
    expect(contentTypeOf('a.JS')).toMatch(/^text\/javascript/);
    expect(contentTypeOf('a.wasm')).toBeNull();
    expect(contentTypeOf('a')).toBeNull();
  });
});
