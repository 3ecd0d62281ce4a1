// A server on Express: it listens on PORT, as most do.

import express from 'express';

const app = express();
app.get('/', (request, response) => response.send('<h1>by Express</h1>'));
app.listen(process.env.PORT ?? 3000, 'localhost');
