#!/usr/bin/env bash
# Ask, stream, add and delete with curl. QA_URL is the server, QA_KEY an API key if it needs one.
set -euo pipefail
url="${QA_URL:-http://127.0.0.1:8000}"
json=(-H 'Content-Type: application/json' -H "X-API-Key: ${QA_KEY:-none}")
question='{"question": "Quảng Ninh có bao nhiêu điển hình dân vận khéo đăng ký các cấp?"}'

echo '== ask'
curl -sS --fail-with-body "$url/v1/ask" "${json[@]}" -d "$question"
echo; echo '== the same, sentence by sentence'
curl -sSN --fail-with-body "$url/v1/ask" "${json[@]}" -H 'Accept: text/event-stream' -d "$question"
echo '== add an article, then delete it'
curl -sS --fail-with-body -X PUT "$url/v1/articles/vi-du" "${json[@]}" \
  -d '{"title": "Họp xã", "text": "Xã Tân Lập họp bàn về đường làng. Có 77 hộ dự họp."}'
curl -sS --fail-with-body -X DELETE "$url/v1/articles/vi-du" "${json[@]}"
