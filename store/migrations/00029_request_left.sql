-- Requests that nobody handed in are looked for whenever another is begun.
CREATE INDEX request_left ON request (seen) WHERE state = 'filling';
