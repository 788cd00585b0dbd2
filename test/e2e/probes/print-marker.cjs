process.stdout.write('other-code-ran');
