// Runs inside the page as a script of the page (see test/harness/probed-app.ts). Each probe tries something a page must not
// be able to do and notes what came of it; the tests read the notes.
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.effectiveDirective));

const soon = (ms = 150) => new Promise((resolve) => setTimeout(resolve, ms));

const outcome = async (attempt) => {
  // In a turn of its own: what Playwright's evaluate calls directly is excused from the policy on eval.
  await soon(0);
  try {
    const result = await Promise.race([attempt(), soon(3000).then(() => 'no answer')]);
    return result === undefined ? 'did nothing' : `gave ${String(result)}`;
  } catch (error) {
    return `threw ${error.name}`;
  }
};

window.probes = {
  node: () =>
    [
      'require',
      'process',
      'module',
      'global',
      'Buffer',
      '__dirname',
      'ipcRenderer',
      'electron',
      '__non_webpack_require__',
    ]
      .filter((name) => name in window)
      .join(' '),
  bridge: () => Object.keys(window.benchside).sort().join(' '),
  bridgeIsFrozen: () =>
    outcome(() => {
      window.benchside.requestHost = 1;
      return typeof window.benchside.requestHost;
    }),
  // biome-ignore lint/security/noGlobalEval: that it does not work is what is tried
  eval: () => outcome(() => window.eval('40 + 2')),
  newFunction: () => outcome(() => new Function('return 42')()),
  textTimer: async () => {
    const thrown = await outcome(() => void setTimeout('window.textTimerRan = 1', 0));
    await soon();
    return window.textTimerRan === undefined ? thrown : 'ran';
  },
  inlineScript: async () => {
    const thrown = await outcome(() => {
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = 1';
      document.head.append(script);
    });
    await soon();
    return window.inlineRan === undefined ? thrown : 'ran';
  },
  foreignScript: async () => {
    const thrown = await outcome(() => {
      const script = document.createElement('script');
      script.src = 'https://example.com/x.js';
      document.head.append(script);
    });
    return thrown;
  },
  markup: () =>
    outcome(() => {
      document.body.insertAdjacentHTML(
        'beforeend',
        '<img src="app://benchside/none.png" onerror="window.markupRan = 1">',
      );
    }),
  handlerAttribute: async () => {
    const image = document.createElement('img');
    const thrown = await outcome(() => image.setAttribute('onerror', 'window.handlerRan = 1'));
    image.src = './none.png';
    document.body.append(image);
    await soon(400);
    image.remove();
    return window.handlerRan === undefined ? thrown : 'ran';
  },
  scriptAddress: async () => {
    const link = document.createElement('a');
    link.href = 'javascript:window.addressRan=1';
    document.body.append(link);
    link.click();
    await soon();
    link.remove();
    return window.addressRan === undefined ? 'did not run' : 'ran';
  },
  inHtml: async () => {
    await soon(300);
    return [window.htmlScriptRan, window.htmlHandlerRan].filter((value) => value !== undefined).length;
  },
  inlineStyle: async () => {
    const style = document.createElement('style');
    style.textContent = '#probe-style { color: rgb(1, 2, 3) }';
    const target = document.createElement('p');
    target.id = 'probe-style';
    document.body.append(style, target);
    const color = getComputedStyle(target).color;
    style.remove();
    target.remove();
    return color === 'rgb(1, 2, 3)' ? 'applied' : 'not applied';
  },
  dataImport: () => outcome(() => import('data:text/javascript,export default 1')),
  blobWorker: () =>
    outcome(
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' })));
          worker.onmessage = () => resolve('ran');
          worker.onerror = () => reject(new Error('refused'));
        }),
    ),
  serviceWorker: () => outcome(() => navigator.serviceWorker.register('./probe.js')),
  fetchStatus: (address) => outcome(async () => (await fetch(address)).status),
  fetchText: (address) => outcome(async () => (await fetch(address)).text()),
  socket: (address) =>
    outcome(
      () =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(address);
          socket.onopen = () => resolve('opened');
          socket.onerror = () => reject(new Error('refused'));
        }),
    ),
  events: (address) =>
    outcome(
      () =>
        new Promise((resolve, reject) => {
          const source = new EventSource(address);
          source.onopen = () => resolve('opened');
          source.onerror = () => reject(new Error('refused'));
        }),
    ),
  beacon: (address) => outcome(() => navigator.sendBeacon(address, 'x')),
  image: (address) =>
    outcome(
      () =>
        new Promise((resolve, reject) => {
          const image = new Image();
          image.onload = () => resolve('loaded');
          image.onerror = () => reject(new Error('refused'));
          image.src = address;
        }),
    ),
  peer: async (address) => {
    const peer = new RTCPeerConnection({
      iceServers: [
        { urls: `stun:${address}` },
        { urls: `turn:${address}?transport=tcp`, username: 'u', credential: 'c' },
      ],
    });
    peer.createDataChannel('x');
    await peer.setLocalDescription(await peer.createOffer());
    await soon(1500);
    peer.close();
    return 'tried';
  },
  preconnect: async (address) => {
    for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'prerender', 'modulepreload']) {
      const link = document.createElement('link');
      link.rel = rel;
      link.href = address;
      document.head.append(link);
    }
    await soon(500);
    return 'tried';
  },
  open: (address) => (window.open(address) === null ? 'null' : 'a window'),
  go: async (address) => {
    const before = location.href;
    const thrown = await outcome(() => {
      location.href = address;
    });
    await soon(400);
    return location.href === before ? 'stayed' : `${thrown} and went`;
  },
  submit: async (address) => {
    const form = document.createElement('form');
    form.action = address;
    form.method = 'post';
    document.body.append(form);
    form.submit();
    await soon(400);
    form.remove();
    return 'stayed';
  },
  refresh: async (address) => {
    const meta = document.createElement('meta');
    meta.httpEquiv = 'refresh';
    meta.content = `0;url=${address}`;
    document.head.append(meta);
    await soon(500);
    meta.remove();
    return 'stayed';
  },
  frame: async (address) => {
    const frame = document.createElement('iframe');
    if (address !== '') frame.src = address;
    document.body.append(frame);
    await soon(500);
    let bridge = 'unreachable';
    try {
      bridge = typeof frame.contentWindow.benchside;
    } catch {
      // another origin: nothing of it can be seen
    }
    const text = frame.contentDocument?.body?.textContent ?? '';
    return { bridge, hasContent: text.trim() !== '' };
  },
  permissions: async () => {
    const names = [
      'geolocation',
      'notifications',
      'persistent-storage',
      'push',
      'midi',
      'camera',
      'microphone',
      'clipboard-read',
      'clipboard-write',
      'accelerometer',
      'gyroscope',
      'magnetometer',
      'background-sync',
      'payment-handler',
      'idle-detection',
      'screen-wake-lock',
      'storage-access',
      'window-management',
      'local-fonts',
      'display-capture',
    ];
    const states = {};
    for (const name of names) {
      try {
        states[name] = (await navigator.permissions.query({ name })).state;
      } catch {
        states[name] = 'unknown here';
      }
    }
    return states;
  },
  devices: async () => ({
    position: await outcome(
      () =>
        new Promise((resolve, reject) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('a place'),
            (error) => reject(Object.assign(new Error(), { name: `code ${error.code}` })),
          ),
        ),
    ),
    camera: await outcome(async () => (await navigator.mediaDevices.getUserMedia({ video: true })).id),
    screen: await outcome(async () => (await navigator.mediaDevices.getDisplayMedia({ video: true })).id),
    notification: await outcome(() => Notification.requestPermission()),
    serial: await outcome(() => navigator.serial?.requestPort() ?? Promise.reject(new TypeError())),
    usb: await outcome(() => navigator.usb?.requestDevice({ filters: [] }) ?? Promise.reject(new TypeError())),
    hid: await outcome(async () => (await (navigator.hid?.requestDevice({ filters: [] }) ?? [])).length),
    bluetooth: await outcome(
      () => navigator.bluetooth?.requestDevice({ acceptAllDevices: true }) ?? Promise.reject(new TypeError()),
    ),
    clipboard: await outcome(() => navigator.clipboard.readText()),
    files: await outcome(() => window.showOpenFilePicker?.() ?? Promise.reject(new TypeError())),
  }),
  opener: async () => {
    const ways = {};
    for (const [name, value] of Object.entries({
      retry: window.benchside.retryHost(),
      theme: window.benchside.setTheme('dark'),
      copy: window.benchside.copyText('stolen'),
      screen: window.benchside.setFullScreen(true),
    }))
      ways[name] = await outcome(() => value);
    return ways;
  },
};
