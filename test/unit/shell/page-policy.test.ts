import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, pageHeaders, withNonce } from '../../../electron/shell/page-policy.ts';

describe('contentSecurityPolicy', () => {
  it('is the one of the decisions: own files, and one style nonce', () => {
    const policy = new Map(
      contentSecurityPolicy('abc')
        .split('; ')
        .map((part) => {
          const [name = '', ...values] = part.split(' ');
          return [name, values.join(' ')] as const;
        }),
    );
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self' 'nonce-abc'",
      'img-src': "'self' data: blob:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
    });
  });

  it('has no unsafe word', () => {
    expect(contentSecurityPolicy('abc')).not.toMatch(/unsafe|\*|https?:|wasm/);
  });

  it('goes with every answer, with the type fixed', () => {
    const headers = pageHeaders('text/html', 'abc');
    expect(headers['content-security-policy']).toBe(contentSecurityPolicy('abc'));
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('withNonce', () => {
  it('puts the nonce where react-aria looks for it', () => {
    expect(withNonce('<html><head><title>x</title></head></html>', 'q')).toBe(
      '<html><head><meta property="csp-nonce" nonce="q"><title>x</title></head></html>',
    );
  });
});
