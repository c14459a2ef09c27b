// vendure.js - a real Vendure 3 on SQLite for tests: `node index.js populate` seeds it, `node index.js` serves it.
const {bootstrap, DefaultJobQueuePlugin, DefaultSearchPlugin, JobQueueService, dummyPaymentHandler, DefaultLogger, LogLevel} =
    require('@vendure/core');
const {populate} = require('@vendure/core/cli');
const path = require('path');

const config = {
    apiOptions: {port: Number(process.env.PORT || 3000), hostname: '127.0.0.1', adminApiPath: 'admin-api', shopApiPath: 'shop-api'},
    authOptions: {
        tokenMethod: ['bearer', 'cookie'],
        superadminCredentials: {identifier: 'superadmin', password: process.env.VENDURE_PASSWORD || 'superadmin'},
        cookieOptions: {secret: 'only-for-tests'},
        requireVerification: false,
    },
    dbConnectionOptions: {type: 'better-sqlite3', synchronize: true, database: process.env.VENDURE_DB || 'vendure.sqlite'},
    paymentOptions: {paymentMethodHandlers: [dummyPaymentHandler]},
    logger: new DefaultLogger({level: LogLevel.Error}),
    plugins: [DefaultJobQueuePlugin.init({}), DefaultSearchPlugin.init({bufferUpdates: false, indexStockStatus: true})],
};

async function seed() {
    const assets = path.join(__dirname, 'package/assets');
    const app = await populate(() => bootstrap(config), require(path.join(assets, 'initial-data.json')),
                               path.join(assets, 'products.csv'));
    await app.close();
    process.exit(0);
}

async function serve() {
    const app = await bootstrap(config);
    await app.get(JobQueueService).start();
    console.log('serving');
}

(process.argv[2] === 'populate' ? seed() : serve()).catch(e => { console.error(e); process.exit(1); });
