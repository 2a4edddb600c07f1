-- paths.lua FILE [HOT]: asks for the paths of a file, one a line, in turn; with HOT at random, nine times out of ten for
-- one of the first HOT of them.
local requests, hot, asked = {}, nil, 0

function init(arguments)
  for path in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
  hot = tonumber(arguments[2])
  math.randomseed(os.time())
end

local function choose()
  if not hot then return asked % #requests + 1 end
  if math.random(10) > 1 then return math.random(hot) end
  return math.random(#requests)
end

function request()
  local chosen = choose()
  asked = asked + 1
  return requests[chosen]
end
