// medusa.js - the configuration of a real Medusa 2 for tests; plain JavaScript, because a .ts one needs ts-node.
const {defineConfig} = require('@medusajs/framework/utils');

module.exports = defineConfig({
    admin: {disable: true},
    projectConfig: {
        databaseUrl: process.env.DATABASE_URL,
        http: {storeCors: 'http://localhost:8000', adminCors: 'http://localhost:9000', authCors: 'http://localhost:9000',
               jwtSecret: 'only-for-tests', cookieSecret: 'only-for-tests'},
    },
});
