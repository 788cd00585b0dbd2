import fc from 'fast-check';

// The library's default sizes stop arrays at ten elements and hid a planted overflow; maximum sizes found it at once.
fc.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true });
