import { defineConfig } from '@playwright/test';
import { binary, filings, folder, port } from './places.ts';

const baseURL = `http://localhost:${port}`;

export default defineConfig({
  testDir: 'journeys',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 45_000,
  reporter: 'list',
  use: {
    baseURL,
    browserName: 'chromium',
    locale: 'en-US',
    actionTimeout: 8_000,
    timezoneId: 'America/Los_Angeles',
    viewport: { width: 1440, height: 1000 },
    // Colours are judged where they end, not on their way.
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'desktop', testIgnore: ['**/narrow.spec.ts', '**/no-wasm.spec.ts'] },
    { name: 'narrow', testMatch: '**/narrow.spec.ts', use: { viewport: { width: 390, height: 844 } } },
    { name: 'no-wasm', testMatch: '**/no-wasm.spec.ts', use: { javaScriptEnabled: false } },
  ],
  webServer: {
    command: './server.sh',
    url: `${baseURL}/readyz`,
    reuseExistingServer: false,
    timeout: 60_000,
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
    env: {
      GROUPCOVER_BINARY: binary,
      GROUPCOVER_FOLDER: folder,
      GROUPCOVER_FILINGS: filings,
      GROUPCOVER_PORT: String(port),
    },
  },
});
